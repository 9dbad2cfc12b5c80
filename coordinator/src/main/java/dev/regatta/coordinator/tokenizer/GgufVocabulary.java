package dev.regatta.coordinator.tokenizer;

import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The byte-level BPE vocabulary of a GGUF file in the format of a {@code tokenizer.json}. How texts
 * are cut into words before merging has a name in the file, whose meaning is llama.cpp's.
 */
final class GgufVocabulary {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;

  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String WORDS_AND_LINES =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** GPT-2's expression alone, which the library knows. */
  private static final List<String> GPT2 = List.of("gpt-2", "mpt", "olmo", "jais", "phi-2");

  /** GPT-2's expression with every digit alone. */
  private static final List<String> DIGITS =
      List.of("starcoder", "refact", "command-r", "smollm", "codeshell");

  private static final List<String> LLAMA3 =
      List.of("llama-bpe", "llama3", "llama-v3", "dbrx", "smaug-bpe");
  private static final List<String> QWEN2 = List.of("qwen2", "stablelm2", "deepseek-r1-qwen");

  private GgufVocabulary() {}

  /**
   * @throws IOException where the file has no vocabulary of this kind
   */
  static String toJson(Path file) throws IOException {
    Map<String, Object> values = GgufMetadata.read(file, PREFIX);
    Object model = values.get(PREFIX + "model");
    if (!"gpt2".equals(model)) {
      throw new IOException(
          "its vocabulary is of the kind " + model + ", not byte-level BPE (gpt2)");
    }
    String words = String.valueOf(values.get(PREFIX + "pre"));
    List<String> tokens = texts(values, "tokens");
    List<?> types = (List<?>) values.getOrDefault(PREFIX + "token_type", List.of());
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    List<Map<String, Object>> added = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.putIfAbsent(tokens.get(id), id);
      int type = id < types.size() ? (Integer) types.get(id) : 1;
      if (type == CONTROL || type == USER_DEFINED) {
        added.add(added(id, tokens.get(id), type == CONTROL));
      }
    }
    Map<String, Object> bpe =
        Map.of(
            "type",
            "BPE",
            "vocab",
            vocabulary,
            "merges",
            texts(values, "merges"),
            "ignore_merges",
            LLAMA3.contains(words));
    return Json.text(
        Map.of(
            "version",
            "1.0",
            "added_tokens",
            added,
            "pre_tokenizer",
            preTokenizer(words),
            "decoder",
            byteLevel(true),
            "model",
            bpe));
  }

  private static List<String> texts(Map<String, Object> values, String key) throws IOException {
    if (!(values.get(PREFIX + key) instanceof List<?> list)) {
      throw new IOException("it has no " + PREFIX + key);
    }
    return list.stream().map(String::valueOf).toList();
  }

  private static Map<String, Object> added(int id, String content, boolean special) {
    return new TreeMap<>(
        Map.of(
            "id", id,
            "content", content,
            "single_word", false,
            "lstrip", false,
            "rstrip", false,
            "normalized", false,
            "special", special));
  }

  private static Map<String, Object> preTokenizer(String words) throws IOException {
    if (GPT2.contains(words)) {
      return byteLevel(true);
    }
    if (DIGITS.contains(words)) {
      return sequence(Map.of("type", "Digits", "individual_digits", true), byteLevel(true));
    }
    if (LLAMA3.contains(words)) {
      return sequence(split("\\p{N}{1,3}"), byteLevel(false));
    }
    if (QWEN2.contains(words)) {
      return sequence(split("\\p{N}"), byteLevel(false));
    }
    throw new IOException("it cuts words by rules that are not known here, " + words);
  }

  private static Map<String, Object> split(String numbers) {
    String expression =
        CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" + numbers + WORDS_AND_LINES;
    return Map.of(
        "type",
        "Split",
        "pattern",
        Map.of("Regex", expression),
        "behavior",
        "Isolated",
        "invert",
        false);
  }

  private static Map<String, Object> sequence(
      Map<String, Object> first, Map<String, Object> second) {
    return Map.of("type", "Sequence", "pretokenizers", List.of(first, second));
  }

  private static Map<String, Object> byteLevel(boolean expression) {
    return Map.of(
        "type",
        "ByteLevel",
        "add_prefix_space",
        false,
        "trim_offsets",
        true,
        "use_regex",
        expression);
  }
}

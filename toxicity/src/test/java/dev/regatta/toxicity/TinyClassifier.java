package dev.regatta.toxicity;

import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier whose arithmetic is known: each word has a weight per class, and the logits of a
 * text are the sums over its words and the mark at its start.
 */
final class TinyClassifier {
  /** Names and weights; what is not in the vocabulary is [UNK]. */
  static final Map<String, float[]> WORDS = words();

  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private TinyClassifier() {}

  private static Map<String, float[]> words() {
    Map<String, float[]> words = new LinkedHashMap<>();
    // Must not count: a text is filled up with it to the length of its batch.
    words.put("[PAD]", new float[] {100, -100, 50});
    words.put("[UNK]", new float[] {0.25f, 0, -0.5f});
    words.put("[CLS]", new float[] {0.5f, -1, 0.125f});
    words.put("you", new float[] {0, 0.25f, 0});
    words.put("are", new float[] {0.125f, 0, 0});
    words.put("nice", new float[] {1, -2, 0});
    words.put("awful", new float[] {-1, 3, 0.5f});
    return words;
  }

  /** Writes model.onnx, tokenizer.json and config.json. */
  static Path write(Path directory) throws IOException {
    Files.write(directory.resolve("model.onnx"), model(INT64).toBytes());
    Files.write(directory.resolve("tokenizer.json"), Json.bytes(tokenizer()));
    Files.writeString(
        directory.resolve("config.json"),
        "{\"id2label\": {\"0\": \"fine\", \"1\": \"toxic\", \"2\": \"spam\"}}");
    return directory.resolve("model.onnx");
  }

  static Protobuf model(int numbers) {
    List<float[]> rows = new ArrayList<>(WORDS.values());
    float[] table = new float[rows.size() * 3];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, table, 3 * i, 3);
    }
    Protobuf weights =
        new Protobuf()
            .number(1, rows.size())
            .number(1, 3)
            .number(2, FLOAT)
            .floats(4, table)
            .text(8, "weights");
    Protobuf graph =
        new Protobuf()
            .message(1, node("Gather", "rows", "weights", "input_ids"))
            .message(1, node("Cast", "mask", "attention_mask").message(5, attribute("to", FLOAT)))
            .message(1, node("Unsqueeze", "mask3", "mask", "two"))
            .message(1, node("Mul", "counted", "rows", "mask3"))
            .message(
                1,
                node("ReduceSum", "logits", "counted", "one").message(5, attribute("keepdims", 0)))
            .text(2, "tiny")
            .message(5, weights)
            .message(5, axis("one", 1))
            .message(5, axis("two", 2))
            .message(11, value("input_ids", numbers, "batch", "length"))
            .message(11, value("attention_mask", numbers, "batch", "length"))
            .message(12, value("logits", FLOAT, "batch", "classes"));
    return new Protobuf()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").number(2, 13));
  }

  private static Protobuf node(String operator, String output, String... inputs) {
    Protobuf node = new Protobuf();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(3, output).text(4, operator);
  }

  private static Protobuf attribute(String name, int value) {
    return new Protobuf().text(1, name).number(3, value).number(20, 2);
  }

  private static Protobuf axis(String name, int axis) {
    return new Protobuf().number(1, 1).number(2, INT64).number(7, axis).text(8, name);
  }

  private static Protobuf value(String name, int type, String... dimensions) {
    Protobuf shape = new Protobuf();
    for (String dimension : dimensions) {
      shape.message(1, new Protobuf().text(2, dimension));
    }
    Protobuf tensor = new Protobuf().number(1, type).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  /** Words between white space, a mark before them. */
  private static Map<String, Object> tokenizer() {
    Map<String, Object> ids = new LinkedHashMap<>();
    WORDS.keySet().forEach(word -> ids.put(word, ids.size()));
    Map<String, Object> mark = Map.of("SpecialToken", Map.of("id", "[CLS]", "type_id", 0));
    Map<String, Object> text = Map.of("Sequence", Map.of("id", "A", "type_id", 0));
    Map<String, Object> other = Map.of("Sequence", Map.of("id", "B", "type_id", 1));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", "1.0");
    all.put("added_tokens", List.of());
    all.put("pre_tokenizer", Map.of("type", "WhitespaceSplit"));
    all.put(
        "post_processor",
        Map.of(
            "type", "TemplateProcessing",
            "single", List.of(mark, text),
            "pair", List.of(mark, text, other),
            "special_tokens",
                Map.of(
                    "[CLS]",
                    Map.of("id", "[CLS]", "ids", List.of(2), "tokens", List.of("[CLS]")))));
    all.put("model", Map.of("type", "WordLevel", "vocab", ids, "unk_token", "[UNK]"));
    return all;
  }
}

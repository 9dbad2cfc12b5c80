package dev.regatta.coordinator.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.regatta.protocol.RegattaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.LongStream;

/** A {@code tokenizer.json}, or a vocabulary in its format, read by the library that defines it. */
final class HuggingFaceFile implements Tokenizer {
  static {
    // The library would look for a CUDA build of itself on a machine that has CUDA.
    if (System.getProperty("RUST_FLAVOR") == null) {
      System.setProperty("RUST_FLAVOR", "cpu");
    }
  }

  private static final Cleaner CLEANER = Cleaner.create();

  final HuggingFaceTokenizer tokenizer;
  private final String identity;

  private HuggingFaceFile(HuggingFaceTokenizer tokenizer, String identity) {
    this.tokenizer = tokenizer;
    this.identity = identity;
    // The library's memory is no part of the heap, and a coordinator plans for months.
    CLEANER.register(this, tokenizer::close);
  }

  static Tokenizer open(Path file) {
    boolean gguf = file.toString().endsWith(".gguf");
    try {
      byte[] json =
          gguf
              ? GgufVocabulary.toJson(file).getBytes(StandardCharsets.UTF_8)
              : Files.readAllBytes(file);
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
      return new HuggingFaceFile(tokenizer, sha256(json));
    } catch (IOException | RuntimeException e) {
      throw RegattaException.user(
          "Cannot read the tokenizer "
              + file
              + (gguf
                  ? " (expected: a GGUF file with a byte-level BPE vocabulary, or the model's"
                      + " tokenizer.json): "
                  : " (expected: a Hugging Face tokenizer.json): ")
              + e.getMessage());
    } catch (LinkageError e) {
      throw RegattaException.resource("No library of tokenizers for this machine", e);
    }
  }

  @Override
  public int[] encode(String text) {
    try {
      return LongStream.of(tokenizer.encode(text, false, false).getIds())
          .mapToInt(Math::toIntExact)
          .toArray();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens[i];
    }
    try {
      return tokenizer.decode(ids, false);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public String identity() {
    return identity;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}

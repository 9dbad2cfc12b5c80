package dev.regatta.coordinator.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.LongStream;

/** A {@code tokenizer.json}, read by the library that defines the format. */
final class HuggingFaceFile implements Tokenizer {
  static {
    // The library would look for a CUDA build of itself on a machine that has CUDA.
    if (System.getProperty("RUST_FLAVOR") == null) {
      System.setProperty("RUST_FLAVOR", "cpu");
    }
  }

  private final HuggingFaceTokenizer tokenizer;
  private final String identity;

  private HuggingFaceFile(HuggingFaceTokenizer tokenizer, String identity) {
    this.tokenizer = tokenizer;
    this.identity = identity;
  }

  static Tokenizer open(Path file) {
    try {
      String hash = sha256(Files.readAllBytes(file));
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(false)
              .optTruncation(false)
              .optPadding(false)
              .build();
      return new HuggingFaceFile(tokenizer, hash);
    } catch (IOException | RuntimeException e) {
      throw RegattaException.user(
          "Cannot read the tokenizer "
              + file
              + " (expected: a Hugging Face tokenizer.json): "
              + e.getMessage());
    } catch (LinkageError e) {
      throw RegattaException.resource("No library of tokenizers for this machine", e);
    }
  }

  @Override
  public int[] encode(String text) {
    return LongStream.of(tokenizer.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  @Override
  public String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens[i];
    }
    return tokenizer.decode(ids, false);
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

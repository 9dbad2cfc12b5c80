package dev.regatta.toxicity;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code tokenizer.json} with the marks that its classifier was trained with. */
final class ClassifierTokenizer implements AutoCloseable {
  static {
    // The library would look for a CUDA build of itself on a machine that has CUDA.
    if (System.getProperty("RUST_FLAVOR") == null) {
      System.setProperty("RUST_FLAVOR", "cpu");
    }
  }

  private final HuggingFaceTokenizer tokenizer;

  private ClassifierTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static ClassifierTokenizer open(Path file, int maxTokens) {
    if (!Files.isRegularFile(file)) {
      throw RegattaException.user(
          "toxicity.tokenizer: " + file + " is no file (expected: the model's tokenizer.json)");
    }
    try {
      return new ClassifierTokenizer(
          HuggingFaceTokenizer.newInstance(
              file,
              Map.of(
                  "addSpecialTokens", "true",
                  "truncation", "true",
                  "padding", "true",
                  "maxLength", Integer.toString(maxTokens))));
    } catch (IOException | RuntimeException e) {
      throw RegattaException.user(
          "toxicity.tokenizer: cannot read %s: %s (expected: the model's tokenizer.json)"
              .formatted(file, e.getMessage()));
    }
  }

  /** One per text, all of one length. */
  Encoding[] encode(List<String> texts) {
    return tokenizer.batchEncode(texts);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}

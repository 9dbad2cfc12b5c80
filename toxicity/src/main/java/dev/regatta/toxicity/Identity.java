package dev.regatta.toxicity;

import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells classifiers apart by what their answers depend on. */
final class Identity {
  private static final int BYTES = 8;

  private Identity() {}

  /** The model's file name, and a hash over both files and how they are read. */
  static String of(ClassifierConfig config, int label) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : List.of(config.model(), config.tokenizer())) {
        try (InputStream in = Files.newInputStream(file);
            OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
          in.transferTo(out);
        }
      }
      String rest = label + " " + config.activation() + " " + config.maxTokens();
      byte[] hash = digest.digest(rest.getBytes(StandardCharsets.UTF_8));
      return "onnx %s %s"
          .formatted(config.model().getFileName(), HexFormat.of().formatHex(hash, 0, BYTES));
    } catch (IOException e) {
      throw RegattaException.user("toxicity.model: cannot read it: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}

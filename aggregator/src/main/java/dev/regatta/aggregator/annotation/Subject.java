package dev.regatta.aggregator.annotation;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What an annotator is to look at.
 *
 * @param annotator name of the annotator
 * @param id 32 hex digits that stand for annotator and content
 * @param content a text, or what the annotator understands as one
 */
public record Subject(String annotator, String id, String content) implements Serializable {

  public static Subject of(String annotator, String content) {
    ByteBuffer hash = ByteBuffer.wrap(sha256((annotator + "\n" + content)));
    return new Subject(annotator, "%016x%016x".formatted(hash.getLong(), hash.getLong()), content);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}

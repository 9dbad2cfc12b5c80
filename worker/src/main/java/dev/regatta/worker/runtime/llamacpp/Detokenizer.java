package dev.regatta.worker.runtime.llamacpp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Joins the bytes of tokens, which may end inside a character, into text. */
final class Detokenizer {
  private byte[] bytes = new byte[256];
  private int length;

  void append(byte[] piece) {
    if (length + piece.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + piece.length));
    }
    System.arraycopy(piece, 0, bytes, length, piece.length);
    length += piece.length;
  }

  int length() {
    return length;
  }

  byte byteAt(int index) {
    return bytes[index];
  }

  String text() {
    return text(length);
  }

  /** The first {@code end} bytes as text; what is no character becomes U+FFFD. */
  String text(int end) {
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /**
   * A token's own text. Where its bytes are no text by themselves they are spelled {@code
   * bytes:\xe2\x82}, the form in which OpenAI's completions name such tokens and in which HELM
   * counts them.
   */
  static String tokenText(byte[] piece) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(piece)).toString();
    } catch (CharacterCodingException e) {
      StringBuilder escaped = new StringBuilder("bytes:");
      for (byte b : piece) {
        escaped.append("\\x%02x".formatted(b));
      }
      return escaped.toString();
    }
  }
}

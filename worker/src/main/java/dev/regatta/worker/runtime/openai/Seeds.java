package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Seeds that depend on the request alone, so that a second attempt draws the same. */
final class Seeds {
  private Seeds() {}

  /**
   * The seed of one of a request's answers: not negative, and within 31 bits, which every server
   * takes. 0 where nothing is drawn.
   */
  static long of(Request request, int number) {
    if (request.decoding().temperature() == 0) {
      return 0;
    }
    String text = request.requestId() + '\n' + request.decoding().random() + '\n' + number;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

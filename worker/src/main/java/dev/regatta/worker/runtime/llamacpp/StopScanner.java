package dev.regatta.worker.runtime.llamacpp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds the first occurrence of any stop sequence in text that grows. It searches bytes: in UTF-8
 * no character's bytes occur inside another's, so a hit in the bytes is a hit in the text.
 */
final class StopScanner {
  private final byte[][] stops;
  private int scanned;

  StopScanner(List<String> stopSequences) {
    stops =
        stopSequences.stream()
            .filter(s -> !s.isEmpty())
            .map(s -> s.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  /**
   * Looks at what was appended since the last call.
   *
   * @return the offset in bytes at which the earliest stop sequence begins
   */
  OptionalInt scan(Detokenizer text) {
    int open = text.length();
    for (int start = scanned; start < text.length(); start++) {
      for (byte[] stop : stops) {
        int matched = matched(text, start, stop);
        if (matched == stop.length) {
          return OptionalInt.of(start);
        }
        if (start + matched == text.length()) {
          open = Math.min(open, start);
        }
      }
    }
    scanned = open;
    return OptionalInt.empty();
  }

  private static int matched(Detokenizer text, int start, byte[] stop) {
    int n = 0;
    while (n < stop.length && start + n < text.length() && text.byteAt(start + n) == stop[n]) {
      n++;
    }
    return n;
  }
}

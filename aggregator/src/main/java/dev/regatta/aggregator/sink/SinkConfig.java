package dev.regatta.aggregator.sink;

import dev.regatta.protocol.RegattaException;
import java.time.Duration;

/**
 * When the sink ends its open files and puts them in place.
 *
 * @param maxRows rows over all open files, 1 to 10,000,000
 * @param maxBytes bytes over all open files, at least 1 MiB; also bounds what is held in memory
 * @param idle time without a completion, 10 ms to {@code maxAge}. Where completions come slowly
 *     three times their mean distance counts instead, so that a slow model does not make a file of
 *     every answer
 * @param maxAge time since the first row, at most an hour
 */
public record SinkConfig(int maxRows, long maxBytes, Duration idle, Duration maxAge) {
  public static final SinkConfig DEFAULTS =
      new SinkConfig(250_000, 128L << 20, Duration.ofMillis(300), Duration.ofSeconds(30));

  public SinkConfig {
    require(maxRows >= 1 && maxRows <= 10_000_000, "maxRows", maxRows, "1 to 10000000");
    require(maxBytes >= 1 << 20, "maxBytes", maxBytes, "at least 1048576");
    require(
        maxAge.toMillis() >= 10 && maxAge.compareTo(Duration.ofHours(1)) <= 0,
        "maxAge",
        maxAge,
        "PT0.01S to PT1H");
    require(
        idle.toMillis() >= 10 && idle.compareTo(maxAge) <= 0,
        "idle",
        idle,
        "PT0.01S to maxAge " + maxAge);
  }

  private static void require(boolean valid, String key, Object value, String expected) {
    if (!valid) {
      throw RegattaException.user(
          "Invalid sink setting " + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}

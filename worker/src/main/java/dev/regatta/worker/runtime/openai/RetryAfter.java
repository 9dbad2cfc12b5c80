package dev.regatta.worker.runtime.openai;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The header {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3). */
final class RetryAfter {
  private static final Duration MAX = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * @param value null where there is no such header
   */
  static Optional<Duration> of(String value) {
    return value == null ? Optional.empty() : parse(value.strip(), Instant.now());
  }

  /** Between 0 and an hour; empty for what is neither form. */
  static Optional<Duration> parse(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,9}(\\.[0-9]+)?")) {
        return Optional.of(bounded(Duration.ofMillis((long) (Double.parseDouble(text) * 1e3))));
      }
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, date)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX) > 0 ? MAX : wait;
  }
}

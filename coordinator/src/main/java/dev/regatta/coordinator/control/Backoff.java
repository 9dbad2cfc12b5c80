package dev.regatta.coordinator.control;

import java.time.Duration;
import java.time.Instant;

/** When something that failed for want of a resource is tried again: later each time. */
public record Backoff(Instant until, Duration length) {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * @param before null for the first failure in a row
   */
  public static Backoff after(Backoff before, Instant now) {
    Duration doubled = before == null ? FIRST : before.length.multipliedBy(2);
    Duration wait = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return new Backoff(now.plus(wait), wait);
  }

  public boolean over(Instant now) {
    return !now.isBefore(until);
  }
}

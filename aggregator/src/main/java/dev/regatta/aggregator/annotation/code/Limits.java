package dev.regatta.aggregator.annotation.code;

import java.time.Duration;

/**
 * What a program may use.
 *
 * @param time for the tests of a program, or for each test where they are run one by one
 * @param memory bytes of each process
 * @param processes processes and threads together
 * @param scratch bytes below {@code /tmp}
 */
public record Limits(Duration time, long memory, int processes, long scratch) {

  /** HELM's time, and as much of the rest as programs of benchmarks need. */
  public static final Limits DEFAULTS = new Limits(Duration.ofSeconds(3), 1L << 30, 8, 64L << 20);

  double seconds() {
    return time.toNanos() / 1e9;
  }

  /** A program that does not heed its limit ends a second after it, as in HELM. */
  Duration wholeProgram() {
    return time.plusSeconds(1);
  }

  /** For all tests that are run one by one, with HELM's time 11 seconds, as in HELM. */
  Duration allCases() {
    return time.plusSeconds(8);
  }
}

package dev.regatta.aggregator.query;

import java.time.Duration;

/**
 * What one query may use.
 *
 * @param rows most rows that are given out
 * @param time longest run
 * @param memoryMegabytes most memory of the engine
 */
public record QueryLimits(long rows, Duration time, int memoryMegabytes) {
  public static final QueryLimits DEFAULTS = new QueryLimits(100_000, Duration.ofSeconds(60), 1024);
}

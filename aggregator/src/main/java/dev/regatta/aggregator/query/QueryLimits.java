package dev.regatta.aggregator.query;

import dev.regatta.protocol.RegattaException;
import java.time.Duration;

/**
 * What one query may take.
 *
 * @param timeout from its start to its last row; a longer one is cancelled
 * @param maxRows rows returned; further ones are left out and the result says so
 * @param memoryBytes of all queries together; nothing is spilled to disk
 */
public record QueryLimits(Duration timeout, long maxRows, long memoryBytes) {
  public static final QueryLimits DEFAULTS =
      new QueryLimits(Duration.ofSeconds(60), 1_000_000, 2L << 30);

  public QueryLimits {
    if (timeout.isNegative() || timeout.isZero() || maxRows < 1 || memoryBytes < 64L << 20) {
      throw RegattaException.user(
          "Invalid query limits: timeout %s, %d rows, %d bytes (expected: a timeout above 0, at least 1 row and 64 MiB)"
              .formatted(timeout, maxRows, memoryBytes));
    }
  }
}

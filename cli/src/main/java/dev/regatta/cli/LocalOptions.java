package dev.regatta.cli;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much of this machine an embedded run uses. Results do not depend on it.
 *
 * @param workers workers per model
 * @param lanes share consumers per worker; 0 fits them to its engine's slots
 * @param partitions of each queue
 * @param scratch directory of the embedded broker, emptied at the end of a run
 * @param logs directory of the workers' logs
 * @param drain longest wait for requests in flight when stopped
 */
public record LocalOptions(
    int workers, int lanes, int partitions, Path scratch, Path logs, Duration drain) {

  public static LocalOptions defaults(Path scratch) {
    return new LocalOptions(1, 4, 4, scratch, scratch, Duration.ofSeconds(30));
  }
}

package dev.regatta.coordinator.execution;

import java.time.Duration;
import java.util.Map;

/**
 * How a sweep is executed.
 *
 * @param clientProperties bootstrap servers and security of every Kafka client
 * @param requestPartitions partitions of a model's queue when it is created
 * @param completionPartitions partitions of the completions topic when it is created
 * @param stallTimeout without an outcome for so long, drained queues are checked for lost requests
 * @param maxRepublications times that lost requests are published again before they are quarantined
 * @param landingTimeout longest wait for the sink after the last outcome
 */
public record ExecutionConfig(
    Map<String, Object> clientProperties,
    int requestPartitions,
    int completionPartitions,
    Duration stallTimeout,
    int maxRepublications,
    Duration landingTimeout) {

  /** Defaults for a broker at {@code bootstrapServers}. */
  public static ExecutionConfig at(String bootstrapServers) {
    return new ExecutionConfig(
        Map.of("bootstrap.servers", bootstrapServers),
        4,
        2,
        Duration.ofSeconds(5),
        2,
        Duration.ofMinutes(2));
  }
}

package dev.regatta.coordinator.execution;

import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.service.kafka.TopicSettings;
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
 * @param topics how topics are created
 * @param lock for how long a worker has a request before the queue gives it to another
 */
public record ExecutionConfig(
    Map<String, Object> clientProperties,
    int requestPartitions,
    int completionPartitions,
    Duration stallTimeout,
    int maxRepublications,
    Duration landingTimeout,
    TopicSettings topics,
    Duration lock) {

  /** Defaults for a broker at {@code bootstrapServers}. */
  public static ExecutionConfig at(String bootstrapServers) {
    return new ExecutionConfig(
        Map.of("bootstrap.servers", bootstrapServers),
        4,
        2,
        Duration.ofSeconds(5),
        2,
        Duration.ofMinutes(2),
        TopicSettings.DEFAULTS,
        QueueAdmin.DEFAULT_LOCK);
  }
}

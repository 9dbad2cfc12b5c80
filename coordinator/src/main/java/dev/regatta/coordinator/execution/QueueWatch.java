package dev.regatta.coordinator.execution;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Looks at how far workers and sink have come, by the offsets that they leave on Kafka. */
public final class QueueWatch {
  private final Admin admin;

  public QueueWatch(Admin admin) {
    this.admin = admin;
  }

  /**
   * What is not acknowledged of a partition. The start that the group has kept is behind the true
   * one by up to a batch, and stays so when the queue has run dry; the count is exact.
   *
   * @param start everything before is acknowledged
   * @param end exclusive
   * @param count records that are not acknowledged, fewer than lie between
   */
  public record Open(long start, long end, long count) {
    public boolean isEmpty() {
      return count == 0;
    }
  }

  /** The models that have queues, by {@link Topics#modelOf}. */
  public Set<String> models() {
    return await(admin.listTopics().names()).stream()
        .flatMap(topic -> Topics.modelOf(topic).stream())
        .collect(Collectors.toSet());
  }

  /** Up to where the sink has put completions in the store; partitions without any are left out. */
  Map<TopicPartition, Long> landed() {
    Map<TopicPartition, Long> landed = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(admin.listConsumerGroupOffsets(Topics.SINK_GROUP).partitionsToOffsetAndMetadata());
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            landed.put(partition, offset.offset());
          }
        });
    return landed;
  }

  /** Present ends of the completions. */
  public Map<TopicPartition, Long> completionEnds() {
    return offsets(Topics.COMPLETIONS, OffsetSpec.latest());
  }

  /** Whether the sink has come as far as {@code ends}. */
  boolean hasLanded(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> landed = landed();
    return ends.entrySet().stream()
        .allMatch(end -> landed.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** Present ends of a model's queue. */
  Map<TopicPartition, Long> queueEnds(String model) {
    return offsets(Topics.requests(model), OffsetSpec.latest());
  }

  /** Of each partition of a model's queue, what its workers have not acknowledged. */
  public Map<TopicPartition, Open> open(String model) {
    Map<TopicPartition, SharePartitionOffsetInfo> group = group(model);
    Map<TopicPartition, Long> first = offsets(Topics.requests(model), OffsetSpec.earliest());
    Map<TopicPartition, Open> open = new HashMap<>();
    queueEnds(model)
        .forEach(
            (partition, end) -> {
              SharePartitionOffsetInfo info = group.get(partition);
              long start = info == null ? first.get(partition) : info.startOffset();
              long between = Math.max(0, end - start);
              long count = info == null ? between : info.lag().orElse(between);
              open.put(partition, new Open(start, end, Math.min(count, between)));
            });
    return open;
  }

  /** Whether a model's workers have acknowledged everything on its queue before {@code ends}. */
  boolean drained(String model, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, SharePartitionOffsetInfo> group = group(model);
    return ends.entrySet().stream()
        .allMatch(end -> end.getValue() == 0 || passed(group.get(end.getKey()), end.getValue()));
  }

  private static boolean passed(SharePartitionOffsetInfo info, long end) {
    return info != null && (info.startOffset() >= end || info.lag().orElse(-1L) == 0);
  }

  /** Partitions that the model's share group has never read are left out. */
  private Map<TopicPartition, SharePartitionOffsetInfo> group(String model) {
    String group = Topics.workers(model);
    Map<TopicPartition, SharePartitionOffsetInfo> offsets =
        new HashMap<>(
            await(
                admin
                    .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(group)));
    offsets.values().removeIf(Objects::isNull);
    return offsets;
  }

  private Map<TopicPartition, Long> offsets(String topic, OffsetSpec spec) {
    int partitions =
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().size();
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(partition -> partition, partition -> spec));
    return await(admin.listOffsets(asked).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw RegattaException.resource(
          "Cannot read offsets from Kafka: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted while reading offsets from Kafka", e);
    }
  }
}

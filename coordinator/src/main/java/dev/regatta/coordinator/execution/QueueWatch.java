package dev.regatta.coordinator.execution;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   * A part of a partition.
   *
   * @param end exclusive
   */
  public record Range(long start, long end) {
    public boolean isEmpty() {
      return start >= end;
    }

    /** Records in it. */
    public long length() {
      return Math.max(0, end - start);
    }
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

  /** Of each partition of a model's queue, what its workers have not acknowledged without a gap. */
  public Map<TopicPartition, Range> open(String model) {
    Map<TopicPartition, Long> first = offsets(Topics.requests(model), OffsetSpec.earliest());
    Map<TopicPartition, Long> starts = starts(model, first);
    Map<TopicPartition, Range> open = new HashMap<>();
    queueEnds(model)
        .forEach((partition, end) -> open.put(partition, new Range(starts.get(partition), end)));
    return open;
  }

  /** Whether a model's workers have acknowledged everything on its queue before {@code ends}. */
  boolean drained(String model, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> none = new HashMap<>();
    ends.forEach((partition, end) -> none.put(partition, 0L));
    Map<TopicPartition, Long> starts = starts(model, none);
    return ends.entrySet().stream().allMatch(end -> starts.get(end.getKey()) >= end.getValue());
  }

  /**
   * Where each partition of a model's share group starts; a group that has never read one starts at
   * {@code first}.
   */
  private Map<TopicPartition, Long> starts(String model, Map<TopicPartition, Long> first) {
    String group = Topics.workers(model);
    ListShareGroupOffsetsSpec spec =
        new ListShareGroupOffsetsSpec().topicPartitions(first.keySet());
    Map<TopicPartition, SharePartitionOffsetInfo> offsets =
        await(admin.listShareGroupOffsets(Map.of(group, spec)).partitionsToOffsetInfo(group));
    Map<TopicPartition, Long> starts = new HashMap<>(first);
    offsets.forEach(
        (partition, offset) -> {
          if (offset != null) {
            starts.put(partition, offset.startOffset());
          }
        });
    return starts;
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

package dev.regatta.coordinator.execution;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Looks at how far workers and sink have come, by the offsets that they leave on Kafka. */
final class QueueWatch {
  private final Admin admin;

  QueueWatch(Admin admin) {
    this.admin = admin;
  }

  /** Up to where the sink has put completions in the store; partitions without any are left out. */
  Map<TopicPartition, OffsetAndMetadata> landed() {
    Map<TopicPartition, OffsetAndMetadata> committed =
        new HashMap<>(
            await(
                admin.listConsumerGroupOffsets(Topics.SINK_GROUP).partitionsToOffsetAndMetadata()));
    committed.values().removeIf(offset -> offset == null);
    return committed;
  }

  /** Present ends of the completions. */
  Map<TopicPartition, Long> completionEnds() {
    return ends(Topics.COMPLETIONS);
  }

  /** Whether the sink has come as far as {@code ends}. */
  boolean hasLanded(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> landed = landed();
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata offset = landed.get(end.getKey());
              return end.getValue() == 0 || offset != null && offset.offset() >= end.getValue();
            });
  }

  /** Whether a model's workers have acknowledged everything on its queue. */
  boolean drained(String model) {
    String group = Topics.workers(model);
    Map<TopicPartition, Long> ends = ends(Topics.requests(model));
    ListShareGroupOffsetsSpec spec = new ListShareGroupOffsetsSpec().topicPartitions(ends.keySet());
    Map<TopicPartition, SharePartitionOffsetInfo> offsets =
        await(admin.listShareGroupOffsets(Map.of(group, spec)).partitionsToOffsetInfo(group));
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              SharePartitionOffsetInfo offset = offsets.get(end.getKey());
              return end.getValue() == 0
                  || offset != null && offset.startOffset() >= end.getValue();
            });
  }

  private Map<TopicPartition, Long> ends(String topic) {
    int partitions =
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().size();
    Map<TopicPartition, OffsetSpec> latest =
        java.util.stream.IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return await(admin.listOffsets(latest).all()).entrySet().stream()
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

package dev.regatta.cli.cluster;

import dev.regatta.protocol.RegattaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to where it ends now. */
public final class TopicContents {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TopicContents() {}

  /**
   * Gives every record to the action, those of a partition in their order.
   *
   * @throws RegattaException RESOURCE where Kafka does not give them for a minute
   */
  public static void forEach(
      String bootstrapServers, String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 10_000);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long last = System.nanoTime();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(action);
        last = records.isEmpty() ? last : System.nanoTime();
        if (System.nanoTime() - last > PATIENCE.toNanos()) {
          throw RegattaException.resource(
              "Kafka at " + bootstrapServers + " does not give the records of " + topic, null);
        }
      }
    }
  }
}

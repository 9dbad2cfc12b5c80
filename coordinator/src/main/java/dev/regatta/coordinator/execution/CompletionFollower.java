package dev.regatta.coordinator.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.regatta.coordinator.progress.Ledger;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads completions as they arrive and enters those of one sweep in its ledgers. Starts where the
 * sink has committed: everything before is in the store and known from there.
 */
final class CompletionFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompletionFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectReader HEAD = Json.MAPPER.readerFor(Head.class);

  /** The part of a completion that the ledger needs. */
  private record Head(String sweep, String model, int ordinal, JsonNode failure) {}

  private final String sweep;
  private final Map<String, Ledger> ledgers;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile boolean stopped;

  CompletionFollower(
      String sweep,
      Map<String, Ledger> ledgers,
      Map<String, Object> clientProperties,
      Map<TopicPartition, OffsetAndMetadata> landed) {
    this.sweep = sweep;
    this.ledgers = ledgers;
    Properties properties = new Properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    properties.putAll(clientProperties);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    start(landed);
    this.thread = new Thread(this::follow, "completion-follower");
    thread.setDaemon(true);
    thread.start();
  }

  private void start(Map<TopicPartition, OffsetAndMetadata> landed) {
    Set<TopicPartition> partitions =
        consumer.partitionsFor(Topics.COMPLETIONS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .collect(Collectors.toSet());
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = landed.get(partition);
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset.offset());
      }
    }
  }

  private void follow() {
    try {
      while (!stopped) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          enter(message);
        }
      }
    } catch (WakeupException e) {
      LOG.debug("Follower of {} was woken up to stop", sweep);
    } finally {
      consumer.close();
    }
  }

  private void enter(ConsumerRecord<byte[], byte[]> message) {
    try {
      Head head = HEAD.readValue(message.value());
      Ledger ledger = sweep.equals(head.sweep()) ? ledgers.get(head.model()) : null;
      if (ledger != null) {
        ledger.record(head.ordinal(), head.failure() == null);
      }
    } catch (IOException e) {
      // The sink keeps such a record aside; its request will be missed and published again.
      LOG.warn(
          "Unreadable completion at {}-{}@{}: {}",
          message.topic(),
          message.partition(),
          message.offset(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    stopped = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

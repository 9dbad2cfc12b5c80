package dev.regatta.coordinator.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads completions as they arrive and enters them in the ledgers of their sweeps. Starts where the
 * sink has committed: everything before is in the store and known from there.
 */
final class CompletionFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompletionFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectReader HEAD = Json.MAPPER.readerFor(Head.class);

  /** The part of a completion that the ledger needs. */
  private record Head(String sweep, String model, int ordinal, JsonNode failure) {}

  private final Ledgers ledgers;
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  CompletionFollower(
      Ledgers ledgers, Map<String, Object> clientProperties, Map<TopicPartition, Long> landed) {
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

  private void start(Map<TopicPartition, Long> landed) {
    Set<TopicPartition> partitions =
        consumer.partitionsFor(Topics.COMPLETIONS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .collect(Collectors.toSet());
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      Long offset = landed.get(partition);
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
  }

  private void follow() {
    try {
      while (!stopped) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          enter(message);
        }
        consumer.assignment().forEach(each -> positions.put(each, consumer.position(each)));
      }
    } catch (WakeupException e) {
      LOG.debug("The follower was woken up to stop");
    } catch (RuntimeException e) {
      LOG.error("Cannot follow the completions any more", e);
      failure = e;
    } finally {
      consumer.close();
    }
  }

  private void enter(ConsumerRecord<byte[], byte[]> message) {
    try {
      Head head = HEAD.readValue(message.value());
      if (head.sweep() != null && head.model() != null && head.ordinal() >= 0) {
        ledgers.record(
            head.sweep(),
            head.model(),
            head.ordinal(),
            head.failure() == null,
            message.partition(),
            message.offset());
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

  /** Whether everything before these offsets has been entered. */
  boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
  }

  /**
   * @throws RegattaException RESOURCE where the follower has ended by itself
   */
  void check() {
    if (failure != null) {
      throw RegattaException.resource(
          "Cannot read completions from Kafka: " + failure.getMessage(), failure);
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

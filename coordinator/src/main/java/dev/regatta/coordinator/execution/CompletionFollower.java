package dev.regatta.coordinator.execution;

import dev.regatta.protocol.CompletionKey;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.Goodbye;
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

  private final Ledgers ledgers;
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Consumer<byte[], Void> consumer;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile Throwable failure;

  CompletionFollower(
      Ledgers ledgers, Map<String, Object> clientProperties, Map<TopicPartition, Long> landed) {
    this.ledgers = ledgers;
    Properties properties = new Properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Where what was landed has expired since: from what is still there, not from the end.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 256 << 10);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    properties.putAll(clientProperties);
    this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new NoValue());
    try {
      start(landed);
    } catch (RuntimeException e) {
      Goodbye.to(consumer).close();
      throw e;
    }
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
        for (ConsumerRecord<byte[], Void> message : consumer.poll(POLL)) {
          enter(message);
        }
        consumer.assignment().forEach(each -> positions.put(each, consumer.position(each)));
      }
    } catch (WakeupException e) {
      LOG.debug("The follower was woken up to stop");
    } catch (RuntimeException | Error e) {
      // Whatever it was: whoever waits for completions must hear that none will come.
      LOG.error("Cannot follow the completions any more", e);
      failure = e;
    } finally {
      Goodbye.to(consumer).close();
    }
  }

  /** A record without our key is nobody's outcome: its request will be missed and sent again. */
  private void enter(ConsumerRecord<byte[], Void> message) {
    CompletionKey.parse(message.key())
        .ifPresent(
            key ->
                ledgers.record(
                    key.sweep(),
                    key.model(),
                    (int) key.ordinal(),
                    message.headers().lastHeader(CompletionKey.QUARANTINED) == null,
                    message.partition(),
                    message.offset()));
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

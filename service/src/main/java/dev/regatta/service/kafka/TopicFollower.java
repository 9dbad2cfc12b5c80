package dev.regatta.service.kafka;

import dev.regatta.protocol.RegattaException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a small, compacted topic from its beginning and then follows it. The handler is called by
 * one thread, in the order of each partition; Kafka's outages are waited out.
 */
public final class TopicFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Takes the records. */
  public interface Handler {
    /**
     * @param value null where the key was removed
     */
    void record(String key, byte[] value);
  }

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Handler handler;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  private TopicFollower(String topic, Consumer<byte[], byte[]> consumer, Handler handler) {
    this.topic = topic;
    this.consumer = consumer;
    this.handler = handler;
    this.thread = new Thread(this::run, "follow-" + topic);
    thread.setDaemon(true);
  }

  /**
   * Starts to follow a topic, which must exist, and returns when the handler has seen everything
   * that was there.
   *
   * @param kafka properties of the client
   * @throws RegattaException RESOURCE where Kafka does not answer
   */
  public static TopicFollower start(String topic, Map<String, Object> kafka, Handler handler) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("client.id", "follow-" + topic);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", false);
    TopicFollower follower =
        new TopicFollower(
            topic,
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            handler);
    follower.thread.start();
    follower.awaitCaughtUp();
    return follower;
  }

  private void awaitCaughtUp() {
    try {
      caughtUp.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw RegattaException.resource("Cannot read the topic " + topic + " of Kafka", e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted while reading the topic " + topic, e);
    }
  }

  private void run() {
    try (consumer) {
      Map<TopicPartition, Long> ends = assign();
      while (!closed) {
        poll();
        if (!caughtUp.isDone()
            && ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
          caughtUp.complete(null);
        }
      }
    } catch (WakeupException | InterruptException e) {
      LOG.debug("No longer following {}", topic);
    } catch (RuntimeException e) {
      caughtUp.completeExceptionally(e);
      LOG.error("No longer following {}", topic, e);
    }
  }

  private Map<TopicPartition, Long> assign() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer.endOffsets(partitions);
  }

  private void poll() {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        handle(record);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      if (!caughtUp.isDone()) {
        throw e;
      }
      LOG.warn("Cannot follow {} at present, trying again: {}", topic, e.getMessage());
      pause();
    }
  }

  private void handle(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    try {
      handler.record(key, record.value());
    } catch (RuntimeException e) {
      // One record that cannot be read must not hide those behind it.
      LOG.warn("Passed over {} at offset {} of {}", key, record.offset(), topic, e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Ends the following; the handler is not called any more. */
  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

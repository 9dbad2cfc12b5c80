package dev.regatta.service.kafka;

import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a small, compacted topic from its beginning and then follows it. The handler is called by
 * one thread, in the order of each partition; Kafka's outages are waited out. Where Kafka refuses
 * the client the following ends, and {@link #termination} says why.
 */
public final class TopicFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * After a word, so that of many services what they say meanwhile comes at once: to fetch costs
   * more than to read.
   */
  private static final Duration REST = Duration.ofMillis(100);

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
  private final PatientConsumer<byte[], byte[]> patient;
  private final Handler handler;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final CompletableFuture<Void> termination = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  private TopicFollower(
      String topic, Consumer<byte[], byte[]> consumer, Sleeper sleeper, Handler handler) {
    this.topic = topic;
    this.consumer = consumer;
    this.patient = new PatientConsumer<>(consumer, topic, sleeper);
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
    return start(
        topic,
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        Sleeper.SYSTEM,
        handler);
  }

  static TopicFollower start(
      String topic, Consumer<byte[], byte[]> consumer, Sleeper sleeper, Handler handler) {
    TopicFollower follower = new TopicFollower(topic, consumer, sleeper, handler);
    follower.thread.start();
    follower.awaitCaughtUp();
    return follower;
  }

  /**
   * Completes when nothing is followed any more: by {@link #close}, or with a {@link
   * RegattaException} of category RESOURCE where Kafka refuses the client.
   */
  public CompletionStage<Void> termination() {
    return termination;
  }

  private void awaitCaughtUp() {
    try {
      caughtUp.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      close();
      throw failed(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      close();
      throw failed("no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted while reading the topic " + topic, e);
    }
  }

  private RegattaException failed(String why, Throwable cause) {
    return RegattaException.resource("Cannot read the topic " + topic + " of Kafka: " + why, cause);
  }

  private void run() {
    Goodbye goodbye = Goodbye.to(consumer);
    try (goodbye) {
      follow();
    } catch (WakeupException | InterruptException e) {
      LOG.debug("No longer following {}", topic);
    } catch (RuntimeException | Error e) {
      caughtUp.completeExceptionally(e);
      LOG.error("No longer following {}: {}", topic, e.getMessage());
      termination.completeExceptionally(failed(e.getMessage(), e));
    }
    termination.complete(null);
  }

  private void follow() {
    Map<TopicPartition, Long> ends = assign();
    while (!closed) {
      boolean heard = poll();
      if (caughtUp.isDone()) {
        if (heard) {
          patient.pause(REST);
        }
      } else if (ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
        caughtUp.complete(null);
      }
    }
  }

  /** A topic that another service has just created is unknown to a broker for a moment. */
  private List<TopicPartition> partitions() {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    while (known.isEmpty() && !closed) {
      patient.pause(PatientConsumer.PAUSE);
      known = consumer.partitionsFor(topic);
    }
    return known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  private Map<TopicPartition, Long> assign() {
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer.endOffsets(partitions);
  }

  /**
   * False where nothing was heard. Whoever waits for the first look shall hear of an outage at
   * once.
   */
  private boolean poll() {
    ConsumerRecords<byte[], byte[]> records =
        caughtUp.isDone() ? patient.poll(POLL) : consumer.poll(POLL);
    records.forEach(this::handle);
    return !records.isEmpty();
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

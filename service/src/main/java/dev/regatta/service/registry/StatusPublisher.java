package dev.regatta.service.registry;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the cluster how a service is: every five seconds, and at once where something has changed.
 * What Kafka does not take is not missed, since the next word is about the same things.
 */
public final class StatusPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);

  /** From word to word where nothing changes. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final String id;
  private final Supplier<ServiceStatus> status;
  private final Producer<byte[], byte[]> producer;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "status");
            thread.setDaemon(true);
            return thread;
          });

  private StatusPublisher(
      String id, Supplier<ServiceStatus> status, Producer<byte[], byte[]> producer) {
    this.id = id;
    this.status = status;
    this.producer = producer;
  }

  /**
   * Publishes the first status and goes on until closed.
   *
   * @param kafka properties of the client
   * @param status asked by a thread of the publisher
   */
  public static StatusPublisher start(
      Map<String, Object> kafka, String id, Supplier<ServiceStatus> status) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("client.id", id + "-status");
    properties.put("acks", "all");
    properties.put("max.block.ms", GOODBYE.toMillis());
    StatusPublisher publisher =
        new StatusPublisher(
            id,
            status,
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    publisher.executor.scheduleWithFixedDelay(
        publisher::publish, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return publisher;
  }

  /** Publishes soon, because something has changed. */
  public void changed() {
    try {
      executor.execute(this::publish);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} has left: its status is of no interest", id);
    }
  }

  private void publish() {
    try {
      send(Json.bytes(status.get()));
    } catch (RuntimeException e) {
      LOG.warn("The status of {} could not be published, trying again: {}", id, e.getMessage());
    }
  }

  private void send(byte[] value) {
    producer.send(
        new ProducerRecord<>(Topics.SERVICES, id.getBytes(StandardCharsets.UTF_8), value),
        (metadata, error) -> {
          if (error != null) {
            LOG.warn("Kafka did not take the status of {}: {}", id, error.getMessage());
          }
        });
  }

  /** Says goodbye: the service is removed from the registry. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      executor.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
      send(null);
    } catch (RuntimeException e) {
      LOG.warn("{} leaves without a goodbye: {}", id, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close(GOODBYE);
    }
  }
}

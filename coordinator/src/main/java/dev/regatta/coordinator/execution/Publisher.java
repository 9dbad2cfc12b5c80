package dev.regatta.coordinator.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.CompletionKey;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.Goodbye;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts requests on their models' queues, and knows how much of its caller's time that took. Used by
 * one thread.
 */
final class Publisher implements AutoCloseable {
  /**
   * Neighbouring requests share their prefix, so runs of them go to one partition: a worker that
   * polls it gets them together.
   */
  private static final int NEIGHBOURS = 32;

  private static final int MOST_BYTES = 16 << 20;

  /** Of a record beside its value. */
  private static final int OVERHEAD = 1 << 10;

  private static final ObjectWriter REQUEST = Json.MAPPER.writerFor(Request.class);

  private final Producer<byte[], byte[]> producer;
  private final Map<String, Queue> queues = new HashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final LongSupplier nanoTime;
  private final LongAdder nanos = new LongAdder();

  Publisher(Map<String, Object> clientProperties, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    Properties properties = new Properties();
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // Whole batches cost brokers and workers a fraction of small ones; the last one is flushed.
    // A worker unpacks all of a batch for the requests that a lane takes of it, hundreds at most.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 50);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_BYTES);
    properties.putAll(clientProperties);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void publish(Request request) {
    timed(() -> send(request));
  }

  /** Time spent in {@link #publish} and {@link #flush} so far. May be asked by any thread. */
  Duration spent() {
    return Duration.ofNanos(nanos.sum());
  }

  private void send(Request request) {
    byte[] value = bytes(request);
    Queue queue = queues.computeIfAbsent(request.model(), this::queue);
    int partition = (int) (request.ordinal() / NEIGHBOURS % queue.partitions());
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(queue.topic(), partition, QueueRecord.key(request), value);
    QueueRecord.mark(message.headers(), request.epoch());
    send(message);
  }

  /** Where the requests to one model go. */
  private record Queue(String topic, int partitions) {}

  private Queue queue(String model) {
    String topic = Topics.requests(model);
    return new Queue(topic, producer.partitionsFor(topic).size());
  }

  /** Quarantines a request in place of a worker. */
  void publish(Completion quarantined) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            Topics.COMPLETIONS, CompletionKey.of(quarantined).bytes(), Json.bytes(quarantined));
    message.headers().add(CompletionKey.QUARANTINED, null);
    send(message);
  }

  /** Waits until the brokers have everything. */
  void flush() {
    timed(producer::flush);
    check();
  }

  private void timed(Runnable work) {
    long start = nanoTime.getAsLong();
    work.run();
    nanos.add(nanoTime.getAsLong() - start);
  }

  /** What brokers do not have by then is missed, and sent again by whoever goes on. */
  @Override
  public void close() {
    Goodbye.to(producer).close();
  }

  private void send(ProducerRecord<byte[], byte[]> message) {
    check();
    producer.send(
        message,
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
  }

  private void check() {
    Exception first = failure.get();
    if (first != null) {
      throw RegattaException.resource("Cannot publish to Kafka: " + first.getMessage(), first);
    }
  }

  /** What no queue takes is refused here, where it is known which request it is. */
  private static byte[] bytes(Request request) {
    try {
      byte[] bytes = REQUEST.writeValueAsBytes(request);
      if (bytes.length > MOST_BYTES - OVERHEAD) {
        throw RegattaException.user(
            "Request %s to %s, number %d of the sweep, has %d bytes (expected: at most %d)"
                .formatted(
                    request.requestId(),
                    request.model(),
                    request.ordinal(),
                    bytes.length,
                    MOST_BYTES - OVERHEAD));
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("Cannot write request " + request.requestId(), e);
    }
  }
}

package dev.regatta.coordinator.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts requests on their models' queues. Used by one thread. */
final class Publisher implements AutoCloseable {
  /**
   * Neighbouring requests share their prefix, so runs of them go to one partition: a worker that
   * polls it gets them together.
   */
  private static final int NEIGHBOURS = 32;

  private static final ObjectWriter REQUEST = Json.MAPPER.writerFor(Request.class);

  private final Producer<byte[], byte[]> producer;
  private final Map<String, Integer> partitions = new HashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  Publisher(Map<String, Object> clientProperties) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
    properties.putAll(clientProperties);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void publish(Request request) {
    String topic = Topics.requests(request.model());
    int count = partitions.computeIfAbsent(topic, name -> producer.partitionsFor(name).size());
    int partition = (int) (request.ordinal() / NEIGHBOURS % count);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, partition, QueueRecord.key(request), bytes(request));
    QueueRecord.mark(message.headers(), request.epoch());
    send(message);
  }

  /** Publishes an outcome in place of a worker. */
  void publish(Completion completion) {
    send(
        new ProducerRecord<>(
            Topics.COMPLETIONS,
            completion.requestId().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            Json.bytes(completion)));
  }

  /** Waits until the brokers have everything. */
  void flush() {
    producer.flush();
    check();
  }

  @Override
  public void close() {
    producer.close();
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

  private static byte[] bytes(Request request) {
    try {
      return REQUEST.writeValueAsBytes(request);
    } catch (JsonProcessingException e) {
      throw RegattaException.internal("Cannot write request " + request.requestId(), e);
    }
  }
}

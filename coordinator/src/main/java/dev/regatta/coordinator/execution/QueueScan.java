package dev.regatta.coordinator.execution;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds which requests of a sweep are on the queues: everything from where the workers have
 * acknowledged without a gap to the end. Among it may be requests that are answered already;
 * whoever asks knows their completions.
 */
final class QueueScan {
  private static final Logger LOG = LoggerFactory.getLogger(QueueScan.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final QueueWatch watch;
  private final Map<String, Object> clientProperties;

  QueueScan(QueueWatch watch, Map<String, Object> clientProperties) {
    this.watch = watch;
    this.clientProperties = clientProperties;
  }

  /**
   * Ordinals of a sweep's valid requests by model.
   *
   * @param epoch requests of earlier epochs are void
   */
  Map<String, RoaringBitmap> queued(String sweep, List<String> models, int epoch) {
    Map<String, RoaringBitmap> queued = new HashMap<>();
    for (String model : models) {
      RoaringBitmap ordinals = scan(watch.open(model), sweep, epoch);
      LOG.info("Sweep {}, model {}: {} on the queue", sweep, model, ordinals.getCardinality());
      queued.put(model, ordinals);
    }
    return queued;
  }

  private RoaringBitmap scan(Map<TopicPartition, QueueWatch.Open> open, String sweep, int epoch) {
    RoaringBitmap ordinals = new RoaringBitmap();
    Map<TopicPartition, QueueWatch.Open> left = new HashMap<>(open);
    left.values().removeIf(QueueWatch.Open::isEmpty);
    if (left.isEmpty()) {
      return ordinals;
    }
    try (Consumer<byte[], Void> consumer = consumer()) {
      consumer.assign(left.keySet());
      left.forEach((partition, each) -> consumer.seek(partition, each.start()));
      while (!left.isEmpty()) {
        for (ConsumerRecord<byte[], Void> message : consumer.poll(POLL)) {
          QueueRecord.of(message)
              .filter(found -> found.sweep().equals(sweep) && found.epoch() >= epoch)
              .ifPresent(found -> ordinals.add(found.ordinal()));
        }
        left.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue().end());
      }
    }
    ordinals.runOptimize();
    return ordinals;
  }

  private Consumer<byte[], Void> consumer() {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    properties.putAll(clientProperties);
    return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new NoValue());
  }

  /** Prompts are not looked at, so they are not copied either. */
  private static final class NoValue implements Deserializer<Void> {
    @Override
    public Void deserialize(String topic, byte[] data) {
      return null;
    }

    @Override
    public Void deserialize(String topic, Headers headers, ByteBuffer data) {
      return null;
    }
  }
}

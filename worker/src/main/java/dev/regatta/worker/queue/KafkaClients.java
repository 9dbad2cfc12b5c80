package dev.regatta.worker.queue;

import dev.regatta.protocol.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens the worker's Kafka clients. */
final class KafkaClients {
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private KafkaClients() {}

  /** One producer serves all lanes. */
  static Producer<byte[], byte[]> producer(LaneConfig config) {
    Map<String, Object> settings = common(config, "producer");
    settings.put("enable.idempotence", true);
    settings.put("acks", "all");
    settings.put("compression.type", "lz4");
    settings.put("linger.ms", 5);
    settings.put("batch.size", 128 << 10);
    settings.put("max.request.size", MAX_MESSAGE_BYTES);
    settings.putAll(config.kafka());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static ShareConsumer<byte[], byte[]> consumer(LaneConfig config, int lane, int slots) {
    Map<String, Object> settings = common(config, "lane-" + lane);
    settings.put("group.id", Topics.workers(config.model()));
    settings.put("share.acknowledgement.mode", "explicit");
    settings.put(
        "share.acquire.mode", config.takesWholeBatches(slots) ? "batch_optimized" : "record_limit");
    settings.put("max.poll.records", config.batchFor(slots));
    settings.putAll(config.kafka());
    KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(
            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(Set.of(Topics.requests(config.model())));
    return consumer;
  }

  private static Map<String, Object> common(LaneConfig config, String role) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", config.bootstrapServers());
    settings.put("client.id", config.workerId() + "-" + role);
    settings.put("enable.metrics.push", "false");
    return settings;
  }
}

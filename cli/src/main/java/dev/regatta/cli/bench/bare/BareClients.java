package dev.regatta.cli.bench.bare;

import dev.regatta.service.kafka.TopicAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients of the bare path. */
final class BareClients {
  static final String REQUESTS = "bare-requests";
  static final String ANSWERS = "bare-answers";
  static final Duration POLL = Duration.ofMillis(100);

  private static final String LANES = "bare-lanes";
  private static final int MAX_POLL_RECORDS = 500;
  private static final int PARTITIONS = 4;
  private static final short REPLICATION = 1;

  private final String bootstrapServers;

  BareClients(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Creates the topics, and has lanes begin at the start of theirs. */
  void createTopics() {
    try (Admin admin = Admin.create(common())) {
      TopicAdmin.await(
          "create the topics of the bare path",
          admin
              .createTopics(
                  List.of(
                      new NewTopic(REQUESTS, PARTITIONS, REPLICATION),
                      new NewTopic(ANSWERS, PARTITIONS, REPLICATION)))
              .all(),
          null);
      ConfigResource lanes = new ConfigResource(ConfigResource.Type.GROUP, LANES);
      ConfigEntry fromTheStart = new ConfigEntry("share.auto.offset.reset", "earliest");
      TopicAdmin.await(
          "configure the lanes of the bare path",
          admin
              .incrementalAlterConfigs(
                  Map.of(lanes, List.of(new AlterConfigOp(fromTheStart, AlterConfigOp.OpType.SET))))
              .all(),
          null);
    }
  }

  Producer<byte[], byte[]> producer() {
    Map<String, Object> settings = common();
    settings.put("compression.type", "lz4");
    settings.put("linger.ms", 5);
    settings.put("batch.size", 128 << 10);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A reader of the queue, which has whole batches of it. */
  ShareConsumer<byte[], byte[]> lane() {
    Map<String, Object> settings = common();
    settings.put("group.id", LANES);
    settings.put("share.acknowledgement.mode", "explicit");
    settings.put("share.acquire.mode", "batch_optimized");
    settings.put("max.poll.records", MAX_POLL_RECORDS);
    ShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(
            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(Set.of(REQUESTS));
    return consumer;
  }

  /** A reader of all answers. */
  Consumer<byte[], byte[]> reader(String group) {
    Map<String, Object> settings = common();
    settings.put("group.id", group);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", false);
    settings.put("max.poll.records", MAX_POLL_RECORDS);
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(Set.of(ANSWERS));
    return consumer;
  }

  private Map<String, Object> common() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("enable.metrics.push", "false");
    return settings;
  }
}

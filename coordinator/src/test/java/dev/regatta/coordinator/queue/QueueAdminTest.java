package dev.regatta.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueAdminTest {
  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(directory);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void createsAQueueWhoseGroupStartsAtTheEarliestRequest() throws Exception {
    QueueAdmin queues = new QueueAdmin(admin);
    queues.ensureQueue("org/model:1", 3);
    queues.ensureQueue("org/model:1", 5);

    String topic = Topics.requests("org/model:1");
    TopicDescription description =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    assertThat(description.partitions()).hasSize(3);
    Config group = groupConfig(Topics.workers("org/model:1"));
    assertThat(group.get("share.auto.offset.reset").value()).isEqualTo("earliest");
    assertThat(group.get("share.record.lock.duration.ms").value()).isEqualTo("30000");
    assertThat(group.get("share.delivery.count.limit").value()).isEqualTo("10");
    assertThat(retention(topic)).as("requests wait as long as they must").isEqualTo(-1);
  }

  @Test
  void topicsHaveTheRetentionAndTheReplicationOfTheSettings() throws Exception {
    TopicSettings kept =
        new TopicSettings(1, Duration.ofHours(5), Optional.of(Duration.ofHours(7)));
    QueueAdmin queues = new QueueAdmin(admin, kept, QueueAdmin.DEFAULT_LOCK);
    queues.ensureQueue("kept", 1);
    assertThat(retention(Topics.requests("kept"))).isEqualTo(7 * 3_600_000L);

    TopicSettings copied = new TopicSettings(3, Duration.ofHours(5), Optional.empty());
    QueueAdmin copying = new QueueAdmin(admin, copied, QueueAdmin.DEFAULT_LOCK);
    assertThatThrownBy(() -> copying.ensureQueue("copied", 1))
        .as("the broker is alone")
        .hasMessageContaining(Topics.requests("copied"))
        .hasMessageContaining("replication factor of 3");
  }

  @Test
  void namesBothModelsWhoseQueuesKafkaTakesForOne() {
    QueueAdmin queues = new QueueAdmin(admin);
    queues.ensureQueue("late.model", 1);
    assertThatThrownBy(() -> queues.ensureQueue("late_model", 1))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("late_model")
        .hasMessageContaining("late.model");
  }

  @Test
  void deletesAQueueAndDoesNotMindAMissingOne() throws Exception {
    QueueAdmin queues = new QueueAdmin(admin);
    queues.ensureQueue("gone", 1);
    queues.deleteQueue("gone");
    queues.deleteQueue("gone");
    assertThat(admin.listTopics().names().get()).doesNotContain(Topics.requests("gone"));
  }

  @Test
  void aNewQueueTakesRequestsAtOnce() throws Exception {
    QueueAdmin queues = new QueueAdmin(admin);
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "delivery.timeout.ms",
            10_000,
            "request.timeout.ms",
            5_000,
            "linger.ms",
            0,
            "batch.size",
            1);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < 20; i++) {
        queues.ensureQueue("new" + i, 4);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int j = 0; j < 20; j++) {
          sent.add(producer.send(new ProducerRecord<>(Topics.requests("new" + i), "k" + j, "v")));
        }
        for (Future<RecordMetadata> record : sent) {
          assertThat(record.get().hasOffset()).isTrue();
        }
      }
    }
  }

  @Test
  void warmUpCreatesTheStateOfShareGroups() throws Exception {
    TopicSettings kept = new TopicSettings(1, Duration.ofHours(5), Optional.empty());
    QueueAdmin queues = new QueueAdmin(admin, kept, QueueAdmin.DEFAULT_LOCK);
    queues.ensureCompletions(2);
    assertThat(retention(Topics.COMPLETIONS)).isEqualTo(5 * 3_600_000L);
    queues.warmUp().get(30, TimeUnit.SECONDS);
    assertThat(admin.describeTopics(List.of("__share_group_state")).allTopicNames().get())
        .hasSize(1);
  }

  @Test
  void namesWhatKafkaRefused() {
    QueueAdmin queues = new QueueAdmin(admin, TopicSettings.DEFAULTS, Duration.ofDays(1));
    assertThatThrownBy(() -> queues.ensureQueue("slow", 1))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("configure share group regatta.workers.slow")
        .hasMessageContaining("share.record.lock.duration.ms");
  }

  private static long retention(String topic) throws Exception {
    return Long.parseLong(config(ConfigResource.Type.TOPIC, topic).get("retention.ms").value());
  }

  private static Config groupConfig(String group) throws Exception {
    return config(ConfigResource.Type.GROUP, group);
  }

  private static Config config(ConfigResource.Type type, String name) throws Exception {
    ConfigResource resource = new ConfigResource(type, name);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }
}

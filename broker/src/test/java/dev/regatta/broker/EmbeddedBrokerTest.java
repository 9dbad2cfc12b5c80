package dev.regatta.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  @Test
  void keepsTopicsAndServesAShareGroupAfterARestart(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
        Admin admin = admin(broker);
        KafkaProducer<String, String> producer = producer(broker)) {
      admin.createTopics(List.of(new NewTopic("queue", 1, (short) 1))).all().get();
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>("queue", "k" + i, "v" + i));
      }
      producer.flush();
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
        Admin admin = admin(broker)) {
      assertThat(admin.listTopics().names().get()).contains("queue");
      startAtEarliest(admin, "workers");
      assertThat(take(broker, "workers", "queue", 100)).hasSize(100).doesNotHaveDuplicates();
    }
  }

  @Test
  void takesLargeMessages(@TempDir Path directory) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
        Admin admin = admin(broker);
        KafkaProducer<String, String> producer = producer(broker)) {
      admin.createTopics(List.of(new NewTopic("large", 1, (short) 1))).all().get();
      String large = "x".repeat(8 << 20);
      assertThat(producer.send(new ProducerRecord<>("large", large)).get().offset()).isZero();
    }
  }

  @Test
  void namesADirectoryThatIsAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    Assertions.assertThatThrownBy(() -> EmbeddedBroker.start(file))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE))
        .hasMessageContaining(file.toString());
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "max.request.size",
            EmbeddedBroker.MAX_MESSAGE_BYTES),
        new StringSerializer(),
        new StringSerializer());
  }

  private static void startAtEarliest(Admin admin, String group) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    AlterConfigOp earliest =
        new AlterConfigOp(
            new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest))).all().get();
  }

  private static List<String> take(EmbeddedBroker broker, String group, String topic, int n) {
    List<String> values = new ArrayList<>();
    try (KafkaShareConsumer<String, String> consumer =
        new KafkaShareConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", group),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(Set.of(topic));
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (values.size() < n && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}

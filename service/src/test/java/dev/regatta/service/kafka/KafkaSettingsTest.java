package dev.regatta.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
  @TempDir private Path directory;

  @Test
  void everyPropertyReachesTheClientAndASingleOneWinsOverTheFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("client.properties"),
            "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nbootstrap.servers=other:1\n");
    Settings settings =
        read("--kafka-properties", file.toString(), "--kafka", "sasl.mechanism=SCRAM-SHA-512");
    assertThat(KafkaSettings.client(settings))
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "host:1",
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512"));
    assertThat(KafkaSettings.properties(settings)).doesNotContainKey("bootstrap.servers");
  }

  @Test
  void whatOnlyShareConsumersTakeIsKeptFromTheOthers() {
    Settings settings = read("--kafka", "share.acquire.mode=batch_optimized");
    assertThat(KafkaSettings.properties(settings)).containsKey("share.acquire.mode");
    Map<String, Object> client = new HashMap<>(KafkaSettings.client(settings));
    client.put("bootstrap.servers", "127.0.0.1:1");
    new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer()).close();
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Settings settings = read("--kafka-properties", directory + "/none");
    assertThatThrownBy(() -> KafkaSettings.client(settings))
        .hasMessageContaining("kafka-properties " + directory + "/none");
  }

  @Test
  void topicsAreCreatedAsTheSettingsSay() {
    assertThat(TopicSettings.of(topics())).isEqualTo(TopicSettings.DEFAULTS);
    assertThat(
            TopicSettings.of(
                topics(
                    "--topics.replication=3",
                    "--topics.completions-retention=30d",
                    "--topics.requests-retention=7d")))
        .isEqualTo(new TopicSettings(3, Duration.ofDays(30), Optional.of(Duration.ofDays(7))));
  }

  private static Settings topics(String... arguments) {
    return new Configuration("test", "Tests.", TopicSettings.ALL)
        .read(List.of(arguments), Map.of());
  }

  private static Settings read(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--bootstrap=host:1");
    return new Configuration("test", "Tests.", KafkaSettings.ALL).read(all, Map.of());
  }
}

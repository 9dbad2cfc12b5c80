package dev.regatta.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Topics;
import dev.regatta.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadBrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Nothing lands before the sink is closed. */
  private static final SinkConfig LATE =
      new SinkConfig(1000, 1 << 20, Duration.ofMinutes(30), Duration.ofMinutes(30));

  @TempDir private Path directory;

  /** What has not landed by then is read again by the next one. */
  @Test
  void aSinkIsClosedSoonThoughItsBrokerIsDead() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
    Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(kafka)) {
      admin.createTopics(List.of(new NewTopic(Topics.COMPLETIONS, 1, (short) 1))).all().get();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] key = "m-0".getBytes(StandardCharsets.UTF_8);
      byte[] value = Json.bytes(Completions.answer("m", 0));
      producer.send(new ProducerRecord<>(Topics.COMPLETIONS, key, value)).get();
    }
    Store store = Store.open(directory.resolve("store").toString());
    Sink sink = new Sink(kafka, store, LATE, Clock.systemUTC());
    sink.start();
    await().atMost(PATIENCE).until(() -> sink.lag() == 1);
    broker.close();
    long start = System.nanoTime();
    sink.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(sink.landed()).isZero();
  }
}

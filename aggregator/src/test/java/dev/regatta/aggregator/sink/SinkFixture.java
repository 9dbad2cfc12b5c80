package dev.regatta.aggregator.sink;

import static org.awaitility.Awaitility.await;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Topics;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker, a store, and whatever sinks a test starts on them. */
@Timeout(120)
abstract class SinkFixture {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final SinkConfig SMALL =
      new SinkConfig(100, 1 << 20, Duration.ofMillis(200), Duration.ofSeconds(5));

  @TempDir static Path brokerDirectory;
  static EmbeddedBroker broker;
  private static Admin admin;

  @TempDir Path directory;

  /** One for each topic: its sequence numbers are those of the topic it began with. */
  KafkaProducer<byte[], byte[]> producer;

  Store store;
  final List<Sink> sinks = new ArrayList<>();

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(brokerDirectory);
    admin = Admin.create(kafka());
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  /** A topic of the same name again and again: its files must not be taken for the old one's. */
  @BeforeEach
  void createTopic() throws Exception {
    store = Store.open(directory.toString());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              // Asked each time: the broker may know of the old topic a moment late.
              if (admin.listTopics().names().get().contains(Topics.COMPLETIONS)) {
                admin.deleteTopics(List.of(Topics.COMPLETIONS)).all().get();
              }
              NewTopic topic = new NewTopic(Topics.COMPLETIONS, 2, (short) 1);
              admin.createTopics(List.of(topic)).all().get();
              return true;
            });
    Map<String, Object> kafka = new HashMap<>(kafka());
    // The new topic may refuse a batch at first: none must overtake it.
    kafka.put("max.in.flight.requests.per.connection", 1);
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void closeClients() {
    sinks.forEach(Sink::close);
    producer.close();
  }

  Sink start(Store store, SinkConfig config) {
    return start(kafka(), store, config);
  }

  Sink start(Map<String, Object> kafka, Store store, SinkConfig config) {
    Sink sink = new Sink(kafka, store, config, Clock.systemUTC());
    sinks.add(sink);
    sink.start();
    return sink;
  }

  static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  void send(Completion completion) {
    byte[] key = completion.requestId().getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.COMPLETIONS, key, Json.bytes(completion)));
  }

  void sendRaw(String value) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.COMPLETIONS, bytes));
  }

  /** As the coordinator does: the group's committed offsets reach the ends. */
  void awaitLanded() {
    producer.flush();
    List<TopicPartition> partitions =
        List.of(
            new TopicPartition(Topics.COMPLETIONS, 0), new TopicPartition(Topics.COMPLETIONS, 1));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Map<TopicPartition, OffsetAndMetadata> committed =
                  admin
                      .listConsumerGroupOffsets(Topics.SINK_GROUP)
                      .partitionsToOffsetAndMetadata()
                      .get();
              for (TopicPartition partition : partitions) {
                long end =
                    admin
                        .listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
                OffsetAndMetadata offset = committed.get(partition);
                if (end > (offset == null ? 0 : offset.offset())) {
                  return false;
                }
              }
              return true;
            });
  }

  List<Long> ordinals(String model) {
    try (TableReader rows =
        store.read(Tables.COMPLETIONS, List.of("ordinal"), Map.of("model", model))) {
      return rows.stream().map(row -> (Long) row[0]).sorted().toList();
    }
  }

  static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }
}

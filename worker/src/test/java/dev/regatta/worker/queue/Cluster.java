package dev.regatta.worker.queue;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** One broker for the tests of this module, with a reader of every completion. */
final class Cluster {
  private static Cluster shared;

  private final EmbeddedBroker broker;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Collection<Completion> completions = new ConcurrentLinkedQueue<>();

  private Cluster(Path directory) throws Exception {
    broker = EmbeddedBroker.start(directory);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    producer = producer(5, 128 << 10);
    admin.createTopics(List.of(new NewTopic(Topics.COMPLETIONS, 1, (short) 1))).all().get();
    Thread reader = new Thread(this::readCompletions, "completions");
    reader.setDaemon(true);
    reader.start();
  }

  private KafkaProducer<byte[], byte[]> producer(int lingerMillis, int batchBytes) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "compression.type",
            "lz4",
            "linger.ms",
            lingerMillis,
            "batch.size",
            batchBytes),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Lives as long as the test process. */
  static synchronized Cluster shared() {
    if (shared == null) {
      try {
        Path directory = Files.createTempDirectory("regatta-broker");
        shared = new Cluster(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return shared;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  LaneConfig config(String model, String workerId) {
    return new LaneConfig(
        bootstrapServers(),
        model,
        workerId,
        2,
        0,
        5,
        Duration.ofMillis(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(20),
        Map.of());
  }

  void createQueue(String model, int partitions, Duration lock) {
    Map<String, String> settings =
        Map.of(
            "share.auto.offset.reset",
            "earliest",
            "share.record.lock.duration.ms",
            Long.toString(lock.toMillis()),
            "share.delivery.count.limit",
            "10");
    List<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(e -> new ConfigEntry(e.getKey(), e.getValue()))
            .map(e -> new AlterConfigOp(e, AlterConfigOp.OpType.SET))
            .toList();
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(model));
    try {
      admin.incrementalAlterConfigs(Map.of(group, changes)).all().get();
      NewTopic topic = new NewTopic(Topics.requests(model), partitions, (short) 1);
      admin.createTopics(List.of(topic)).all().get();
      for (int i = 0; i < partitions; i++) {
        // Answered by the leader only, once there is one.
        TopicPartition partition = new TopicPartition(topic.name(), i);
        Awaitility.await()
            .ignoreExceptions()
            .untilAsserted(
                () -> admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all().get());
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void send(String model, int count) {
    LongStream.range(0, count).mapToObj(i -> generate(model, i)).forEach(this::send);
    producer.flush();
  }

  /** In one batch, to a queue of one partition. */
  void sendTogether(String model, int count) {
    try (KafkaProducer<byte[], byte[]> patient = producer(60_000, 4 << 20)) {
      for (int i = 0; i < count; i++) {
        Request request = generate(model, i);
        byte[] key = request.requestId().getBytes(StandardCharsets.UTF_8);
        patient.send(new ProducerRecord<>(Topics.requests(model), key, Json.bytes(request)));
      }
      patient.flush();
    }
  }

  void send(Request request) {
    send(request.model(), request.requestId(), Json.bytes(request));
  }

  void send(String model, String key, byte[] value) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.requests(model), keyBytes, value));
  }

  /** The announcement of a last attempt, as a worker leaves it. */
  void sendTried(Request request, int attempts) {
    ProducerRecord<byte[], byte[]> record = attempted(request, attempts);
    record.headers().add("tried", null);
    producer.send(record);
    producer.flush();
  }

  /** A request as a worker sets it aside. */
  void sendSetAside(Request request, int attempts) {
    producer.send(attempted(request, attempts));
  }

  private static ProducerRecord<byte[], byte[]> attempted(Request request, int attempts) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.requests(request.model()),
            request.requestId().getBytes(StandardCharsets.UTF_8),
            Json.bytes(request));
    record.headers().add("attempts", new byte[] {(byte) attempts});
    return record;
  }

  void flush() {
    producer.flush();
  }

  static Request generate(String model, long ordinal) {
    return request(model, ordinal, RequestKind.GENERATE);
  }

  static Request request(String model, long ordinal, RequestKind kind) {
    return new Request(
        model + "-" + ordinal,
        "sweep",
        model,
        ordinal,
        kind,
        "Prompt number " + ordinal + " of many",
        List.of(),
        " many",
        Decoding.greedy(8, List.of()));
  }

  List<Completion> completions(String model) {
    return completions.stream().filter(c -> c.model().equals(model)).toList();
  }

  private void readCompletions() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(Topics.COMPLETIONS, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          completions.add(Json.read(record.value(), Completion.class));
        }
      }
    }
  }

  private static void delete(Path directory) {
    shared.broker.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

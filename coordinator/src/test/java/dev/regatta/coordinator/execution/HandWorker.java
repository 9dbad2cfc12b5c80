package dev.regatta.coordinator.execution;

import dev.regatta.protocol.Completion;
import dev.regatta.protocol.CompletionKey;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Failure;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Origin;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Timing;
import dev.regatta.protocol.Topics;
import dev.regatta.protocol.Usage;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Does a worker's and a sink's part on a real broker, step by step, as a test says. */
final class HandWorker {
  private final Map<String, Object> kafka;
  private final Store store;
  private final Set<String> landed = new HashSet<>();
  private int files;

  HandWorker(String bootstrapServers, Store store) {
    this.kafka = Map.of("bootstrap.servers", bootstrapServers);
    this.store = store;
  }

  /** Takes requests of a model until {@code count} of those that are wanted are answered. */
  void answer(String model, int count, Predicate<Request> wanted) {
    take(model, count, wanted, request -> Optional.of(answered(request)));
  }

  /** As {@link #answer}; those that fail are quarantined. */
  void work(String model, int count, Predicate<Request> wanted, Predicate<Request> fails) {
    take(
        model,
        count,
        wanted,
        request -> Optional.of(fails.test(request) ? failed(request) : answered(request)));
  }

  /** Takes requests off the queue as a queue that loses them would. */
  void lose(String model, int count) {
    take(model, count, request -> true, request -> Optional.empty());
  }

  /** Moves requests to the end of the queue, as workers do that suspect others. */
  void setAside(String model, int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      take(
          model,
          count,
          request -> true,
          request -> {
            String topic = Topics.requests(model);
            byte[] key = QueueRecord.key(request);
            producer.send(new ProducerRecord<>(topic, key, Json.bytes(request)));
            producer.flush();
            return Optional.empty();
          });
    }
  }

  private void take(
      String model,
      int count,
      Predicate<Request> wanted,
      Function<Request, Optional<Completion>> outcome) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("group.id", Topics.workers(model));
    settings.put("share.acknowledgement.mode", "explicit");
    int done = 0;
    try (KafkaShareConsumer<byte[], byte[]> consumer =
            new KafkaShareConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      consumer.subscribe(Set.of(Topics.requests(model)));
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (done < count) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("Only " + done + " of " + count + " requests came");
        }
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
          Request request = Json.read(message.value(), Request.class);
          boolean take = done < count && wanted.test(request);
          if (take) {
            outcome.apply(request).ifPresent(completion -> send(producer, completion));
            done++;
          }
          consumer.acknowledge(message, take ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
        }
        producer.flush();
        consumer.commitSync();
      }
    }
  }

  /** Puts every completion so far in the store and commits behind it. */
  void land() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("group.id", Topics.SINK_GROUP);
    settings.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.COMPLETIONS).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
      List<Completion> rows = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
          rows.add(Json.read(message.value(), Completion.class));
        }
      }
      partitions.forEach(p -> commit.put(p, new OffsetAndMetadata(consumer.position(p))));
      rows.forEach(this::write);
      consumer.commitSync(commit);
    }
  }

  /** Keys of everything ever published to a model's queue, in no order. */
  List<String> published(String model) {
    List<String> keys = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.requests(model)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
          keys.add(new String(message.key(), StandardCharsets.UTF_8));
        }
      }
    }
    return keys;
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, Completion completion) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            Topics.COMPLETIONS, CompletionKey.of(completion).bytes(), Json.bytes(completion));
    if (!completion.answered()) {
      message.headers().add(CompletionKey.QUARANTINED, null);
    }
    producer.send(message);
  }

  private static Completion answered(Request request) {
    return Completion.answered(
        request,
        List.of(new Output("answer", 0, List.of(), FinishReason.STOP)),
        new Usage(1, 0, 1),
        new Timing(0, 0, null, 0),
        origin());
  }

  private static Completion failed(Request request) {
    return Completion.quarantined(
        request, new Failure(ErrorCategory.MODEL, "cannot"), null, origin());
  }

  private static Origin origin() {
    return new Origin("hand", 1, "r", "simulated", "1", true);
  }

  private void write(Completion completion) {
    String key =
        completion.sweep() + completion.model() + completion.ordinal() + completion.answered();
    if (!landed.add(key)) {
      return;
    }
    Object[] row = new Object[Tables.COMPLETIONS.columns().size()];
    set(row, "sweep", completion.sweep());
    set(row, "ordinal", completion.ordinal());
    set(row, "request_id", completion.requestId());
    set(row, "outputs", List.of());
    for (String text : List.of("worker", "model_revision", "runtime", "runtime_version")) {
      set(row, text, "x");
    }
    set(row, "attempt", 1);
    set(row, "simulated", true);
    set(row, "error_category", completion.answered() ? null : "MODEL");
    Map<String, String> partition = Map.of("model", completion.model());
    try (TableWriter writer =
        store.write(Tables.COMPLETIONS, partition, "f" + files++ + ".parquet")) {
      writer.write(row);
      writer.commit();
    }
  }

  private static void set(Object[] row, String column, Object value) {
    row[Tables.COMPLETIONS.index(column)] = value;
  }
}

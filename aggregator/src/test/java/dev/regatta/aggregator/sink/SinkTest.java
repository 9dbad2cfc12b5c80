package dev.regatta.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.regatta.aggregator.AggregatorMain;
import dev.regatta.aggregator.sink.KilledStore.Moment;
import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.FileStore;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class SinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final SinkConfig SMALL =
      new SinkConfig(100, 1 << 20, Duration.ofMillis(200), Duration.ofSeconds(5));

  @TempDir static Path brokerDirectory;
  private static EmbeddedBroker broker;
  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> producer;

  @TempDir Path directory;
  private Store store;
  private final List<Sink> sinks = new ArrayList<>();

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(brokerDirectory);
    admin = Admin.create(kafka());
    producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    producer.close();
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
  }

  @AfterEach
  void closeSinks() {
    sinks.forEach(Sink::close);
  }

  @Test
  void everyRequestLandsOnceWhateverTheOrderAndWhateverIsBroken() {
    for (long i = 0; i < 1000; i++) {
      send(Completions.answer("org/a", i));
      send(i % 3 == 0 ? Completions.failed("b", i) : Completions.answer("b", i));
      send(Completions.answer("org/a", i / 2));
    }
    sendRaw("not json");
    sendRaw("{\"model\":\"b\",\"ordinal\":7}");
    sendRaw(null);
    Sink sink = start(store, SMALL);
    awaitLanded();

    assertThat(ordinals("org/a")).containsExactlyElementsOf(upTo(1000));
    assertThat(ordinals("b")).containsExactlyElementsOf(upTo(1000));
    assertThat(sink.landed()).isEqualTo(2000);
    assertThat(sink.duplicates()).isEqualTo(1000);
    assertThat(sink.unreadable()).isEqualTo(3);
    List<String> dead = store.list("completions/_unreadable");
    String lines =
        dead.stream()
            .map(
                name ->
                    new String(
                        store.get("completions/_unreadable/" + name).orElseThrow(),
                        StandardCharsets.UTF_8))
            .reduce("", String::concat);
    assertThat(lines.lines()).hasSize(3);
    assertThat(lines).contains("not json", "lacks requestId");
  }

  /** Outcomes in any order, with a sink that is started anew in between. */
  @Test
  void anAnswerSupersedesAQuarantineAndNothingComesAfterIt() {
    Random random = new Random(5);
    List<List<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      outcomes.add(Stream.generate(random::nextBoolean).limit(random.nextInt(1, 6)).toList());
    }
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < outcomes.size(); i++) {
        if (round < outcomes.get(i).size()) {
          boolean answered = outcomes.get(i).get(round);
          send(answered ? Completions.answer("m", i) : Completions.failed("m", i));
        }
      }
      if (round == 0 || round == 2) {
        start(store, SMALL);
        awaitLanded();
        sinks.get(sinks.size() - 1).close();
      }
    }
    start(store, SMALL);
    awaitLanded();
    assertThat(outcomes("m"))
        .isEqualTo(
            IntStream.range(0, outcomes.size())
                .boxed()
                .collect(Collectors.toMap(i -> (long) i, i -> landed(outcomes.get(i)))));
  }

  /** What is to land of a request's outcomes (true: an answer), sorted. */
  private static List<Boolean> landed(List<Boolean> outcomes) {
    List<Boolean> landed = new ArrayList<>();
    if (!outcomes.get(0)) {
      landed.add(false);
    }
    if (outcomes.contains(true)) {
      landed.add(true);
    }
    return landed;
  }

  private Map<Long, List<Boolean>> outcomes(String model) {
    Map<Long, List<Boolean>> outcomes = new HashMap<>();
    List<String> columns = List.of("ordinal", "error_category");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of("model", model))) {
      rows.forEach(
          row ->
              outcomes
                  .computeIfAbsent((Long) row[0], ordinal -> new ArrayList<>())
                  .add(row[1] == null));
    }
    outcomes.values().forEach(Collections::sort);
    return outcomes;
  }

  @Test
  void aRowHoldsWhatTheCompletionSays() {
    send(Completions.answer("m", 4));
    send(Completions.failed("m", 5));
    start(store, SMALL);
    awaitLanded();
    List<String> columns =
        List.of("ordinal", "completed_at", "cached_tokens", "queue_seconds", "error_category");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of())) {
      assertThat(rows.stream().map(row -> Arrays.asList(row)))
          .containsExactlyInAnyOrder(
              Arrays.asList(4L, 1_767_323_045_678_000L, 4, 0.5, null),
              Arrays.asList(5L, null, null, null, "MODEL"));
    }
    try (TableReader rows = store.read(Tables.COMPLETIONS, List.of("outputs"), Map.of())) {
      List<?> outputs =
          rows.stream().map(row -> (List<?>) row[0]).filter(o -> !o.isEmpty()).findAny().get();
      assertThat((Object[]) outputs.get(0))
          .containsExactly("answer 4", -0.75, "stop", List.of("an", "swer"), List.of(-0.25, -0.5));
    }
  }

  @Test
  void aRestartedSinkKnowsWhatHasLanded() {
    LongStream.range(0, 50).forEach(i -> send(Completions.answer("m", i)));
    start(store, SMALL);
    awaitLanded();
    sinks.get(0).close();
    LongStream.range(25, 75).forEach(i -> send(Completions.answer("m", i)));
    Sink second = start(store, SMALL);
    awaitLanded();
    assertThat(ordinals("m")).containsExactlyElementsOf(upTo(75));
    assertThat(second.duplicates()).isEqualTo(25);
  }

  /** The third file, so that committed ones lie before it and the other model's beside it. */
  @ParameterizedTest
  @EnumSource(Moment.class)
  void aKilledSinkLosesAndDoublesNothing(Moment moment) {
    for (long i = 0; i < 700; i++) {
      send(Completions.answer("a", i));
      send(Completions.answer("b", i));
    }
    int[] moves = {0};
    Store dying =
        new Store(new KilledStore(FileStore.local(directory), moment, path -> ++moves[0] == 6));
    Sink killed = start(dying, SMALL);
    killed.await();
    assertThat(killed.failure()).isPresent();

    for (long i = 700; i < 800; i++) {
      send(Completions.answer("a", i));
    }
    // Other boundaries than the killed one's: its uncommitted files must not stay beside new ones.
    start(store, new SinkConfig(77, 1 << 20, Duration.ofMillis(200), Duration.ofSeconds(5)));
    awaitLanded();
    assertThat(ordinals("a")).containsExactlyElementsOf(upTo(800));
    assertThat(ordinals("b")).containsExactlyElementsOf(upTo(700));
  }

  @Test
  void twoSinksShareThePartitionsAndTakeOver() {
    for (long i = 0; i < 300; i++) {
      send(Completions.answer("m", i));
    }
    Sink first = start(store, SMALL);
    await().atMost(PATIENCE).until(() -> first.landed() > 0);
    Sink second = start(store, SMALL);
    long sent = 300;
    while (second.landed() == 0) {
      for (long i = 0; i < 100; i++) {
        send(Completions.answer("m", sent++));
        send(Completions.answer("m", sent / 2));
      }
      awaitLanded();
    }
    assertThat(first.partitions().orElseThrow()).hasSize(1);
    assertThat(second.partitions().orElseThrow())
        .hasSize(1)
        .doesNotContainAnyElementsOf(first.partitions().orElseThrow());
    first.close();
    await().atMost(PATIENCE).until(() -> second.partitions().orElseThrow().equals(Set.of(0, 1)));
    Sink third = start(store, SMALL);
    Sink standby = start(store, SMALL);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Stream.of(second, third, standby)
                    .map(sink -> sink.partitions().map(Set::size).orElse(-1))
                    .sorted()
                    .toList()
                    .equals(List.of(0, 1, 1)));
    for (long i = 0; i < 100; i++) {
      send(Completions.answer("m", sent++));
    }
    awaitLanded();
    assertThat(ordinals("m")).containsExactlyElementsOf(upTo(sent));
  }

  /** As a process that the system stops in the middle of a flush, and lets go on much later. */
  @Test
  void aSinkThatWakesTooLatePutsNothingBesideTheFilesOfTheNextOne() throws Exception {
    sendRaw("no completion");
    for (long i = 0; i < 100; i++) {
      send(Completions.answer("a", i));
    }
    producer.flush();
    CountDownLatch asleep = new CountDownLatch(1);
    CountDownLatch awake = new CountDownLatch(1);
    Store sleeping =
        new Store(
            new KilledStore(
                FileStore.local(directory),
                Moment.BEFORE,
                path -> {
                  if (path.contains("_unreadable")) {
                    asleep.countDown();
                    waitFor(awake);
                  }
                  return false;
                }));
    Map<String, Object> kafka = new HashMap<>(kafka());
    kafka.put("max.poll.interval.ms", 2000);
    Sink first = new Sink(kafka, sleeping, SinkConfig.DEFAULTS, Clock.systemUTC());
    sinks.add(first);
    first.start();
    asleep.await();
    // Other boundaries than those of the files that are still to be put in place.
    start(store, new SinkConfig(20, 1 << 20, Duration.ofMillis(100), Duration.ofSeconds(5)));
    awaitLanded();
    awake.countDown();
    await().atMost(PATIENCE).until(() -> !first.partitions().orElse(Set.of()).isEmpty());
    for (long i = 100; i < 150; i++) {
      send(Completions.answer("a", i));
    }
    awaitLanded();
    assertThat(ordinals("a")).containsExactlyElementsOf(upTo(150));
    assertThat(first.failure()).isEmpty();
  }

  /** The real thing: the process is killed by the system in the middle of its work. */
  @Test
  void aProcessKilledAgainAndAgainLosesAndDoublesNothing() throws Exception {
    AtomicLong sent = new AtomicLong();
    for (int round = 0; round < 2; round++) {
      Process process = sinkProcess();
      int files = store.files(Tables.COMPLETIONS, Map.of()).size();
      try {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> {
                  assertThat(process.isAlive()).isTrue();
                  for (int i = 0; i < 50; i++) {
                    send(Completions.answer("m", sent.getAndIncrement()));
                  }
                  return store.files(Tables.COMPLETIONS, Map.of()).size() >= files + 3;
                });
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    start(store, SMALL);
    awaitLanded();
    assertThat(ordinals("m")).containsExactlyElementsOf(upTo(sent.get()));
  }

  private Process sinkProcess() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        List.of(
            java,
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            path,
            AggregatorMain.class.getName(),
            "--bootstrap",
            broker.bootstrapServers(),
            "--store",
            directory.toString(),
            "--sink.max-rows",
            "100");
    File log = directory.resolve("sink.txt").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  @Test
  void aStoreThatFailsStopsTheSinkWithTheReason() {
    send(Completions.answer("m", 0));
    Sink sink =
        start(
            new Store(new KilledStore(FileStore.local(directory), Moment.BEFORE, p -> true)),
            SMALL);
    sink.await();
    assertThat(sink.failure()).get().isInstanceOf(KilledStore.Killed.class);
    assertThat(store.files(Tables.COMPLETIONS, Map.of())).isEmpty();
  }

  @Test
  void settingsOutOfBoundsAreNamed() {
    assertThatThrownBy(
            () -> new SinkConfig(0, 1 << 20, Duration.ofMillis(300), Duration.ofSeconds(10)))
        .isInstanceOf(RegattaException.class)
        .hasMessage("Invalid sink setting maxRows: 0 (expected: 1 to 10000000)");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Sink start(Store store, SinkConfig config) {
    Sink sink = new Sink(kafka(), store, config, Clock.systemUTC());
    sinks.add(sink);
    sink.start();
    return sink;
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static void send(Completion completion) {
    byte[] key = completion.requestId().getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.COMPLETIONS, key, Json.bytes(completion)));
  }

  private static void sendRaw(String value) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(Topics.COMPLETIONS, bytes));
  }

  /** As the coordinator does: the group's committed offsets reach the ends. */
  private static void awaitLanded() {
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

  private List<Long> ordinals(String model) {
    try (TableReader rows =
        store.read(Tables.COMPLETIONS, List.of("ordinal"), Map.of("model", model))) {
      return rows.stream().map(row -> (Long) row[0]).sorted().toList();
    }
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }
}

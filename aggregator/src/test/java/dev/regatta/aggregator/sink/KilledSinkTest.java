package dev.regatta.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.regatta.aggregator.AggregatorMain;
import dev.regatta.aggregator.sink.KilledStore.Moment;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.FileStore;
import dev.regatta.store.Store;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sinks that are killed, stopped, left by their store, or slow. */
class KilledSinkTest extends SinkFixture {
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
    Sink first = start(kafka, sleeping, SinkConfig.DEFAULTS);
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

  /** As with a remote store: whose partitions they are is asked again, and that is all. */
  @Test
  void putsFilesInPlaceForLongerThanASession() {
    for (long i = 0; i < 40; i++) {
      send(Completions.answer("a", i));
      send(Completions.answer("b", i));
    }
    producer.flush();
    Store slow =
        new Store(
            new KilledStore(
                FileStore.local(directory),
                Moment.BEFORE,
                path -> {
                  sleep(Duration.ofMillis(700));
                  return false;
                }));
    Map<String, Object> kafka = new HashMap<>(kafka());
    kafka.put("session.timeout.ms", 2000);
    kafka.put("heartbeat.interval.ms", 300);
    Sink sink = start(kafka, slow, SMALL);
    awaitLanded();
    assertThat(ordinals("a")).containsExactlyElementsOf(upTo(40));
    assertThat(ordinals("b")).containsExactlyElementsOf(upTo(40));
    assertThat(sink.duplicates()).isZero();
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

  /** Kafka calls the sink then, and wraps what it throws. */
  @Test
  void aStoreThatFailsWhilePartitionsComeIsNamedToo() {
    FileStore dead = new KilledStore(FileStore.local(directory), Moment.BEFORE, p -> true);
    assertThatThrownBy(() -> dead.put("any", new byte[0])).isInstanceOf(KilledStore.Killed.class);
    Sink sink = start(new Store(dead), SMALL);
    sink.await();
    assertThat(sink.failure()).get().isInstanceOf(KilledStore.Killed.class);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The slowness of a store is what is tested here: nothing is waited for. */
  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

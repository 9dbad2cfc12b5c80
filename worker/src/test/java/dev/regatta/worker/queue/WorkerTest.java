package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.protocol.Completion;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeFailure;
import dev.regatta.worker.runtime.simulated.SimulatedOptions;
import dev.regatta.worker.runtime.simulated.SimulatedRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOCK = Duration.ofSeconds(30);
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.shared();
  }

  @Test
  void answersEveryRequestOnce() {
    cluster.createQueue("every", 2, LOCK);
    cluster.send("every", 5000);
    try (ModelRuntime runtime = simulated("every", Map.of());
        Worker worker = Worker.start(cluster.config("every", "w1"), runtime)) {
      awaitCompletions("every", 5000);
      await().atMost(PATIENCE).until(() -> worker.counts().answered() == 5000);
      assertThat(worker.counts()).isEqualTo(new WorkerCounts(5000, 0, 0, 0));
    }
    List<Completion> completions = cluster.completions("every");
    assertThat(completions).hasSize(5000).allMatch(Completion::answered);
    assertThat(completions.stream().map(Completion::ordinal).distinct()).hasSize(5000);
    Completion one = completions.get(0);
    assertThat(one.sweep()).isEqualTo("sweep");
    assertThat(one.origin().worker()).isEqualTo("w1");
    assertThat(one.origin().attempt()).isEqualTo(1);
    assertThat(one.origin().simulated()).isTrue();
    assertThat(one.timing().queueSeconds()).isBetween(0.0, 120.0);
    assertThat(nothingIsLeft("every")).isTrue();
  }

  @Test
  void aRequestThatTheEngineLosesIsGivenUpAndHoldsUpNoOther() {
    cluster.createQueue("lost", 1, LOCK);
    cluster.send("lost", 40);
    LaneConfig config =
        ChangedConfig.withAnswerTimeout(
            ChangedConfig.withMaxAttempts(cluster.config("lost", "w1"), 2),
            Duration.ofMillis(1500));
    String lost = Cluster.generate("lost", 7).prompt();
    Map<String, String> options = Map.of("service_time_ms", "1", "slots", "4", "hang_on", lost);
    try (ModelRuntime runtime = simulated("lost", options);
        Worker worker = Worker.start(config, runtime)) {
      awaitCompletions("lost", 40);
    }
    assertThat(cluster.completions("lost"))
        .filteredOn(completion -> !completion.answered())
        .singleElement()
        .satisfies(
            completion -> {
              assertThat(completion.ordinal()).isEqualTo(7);
              assertThat(completion.origin().attempt()).isEqualTo(2);
              assertThat(completion.failure().category()).isEqualTo(ErrorCategory.MODEL);
              assertThat(completion.failure().message()).contains("answer-timeout");
            });
    assertThat(nothingIsLeft("lost")).isTrue();
  }

  @Test
  void dropsWhatWasQueuedBeforeItsSweepWasStopped() {
    cluster.createQueue("stopped", 1, LOCK);
    cluster.send("stopped", 20);
    for (int ordinal = 20; ordinal < 25; ordinal++) {
      cluster.send(Cluster.generate("stopped", ordinal).inEpoch(1));
    }
    cluster.flush();
    SweepEpochs epochs = new SweepEpochs();
    epochs.apply(new SweepControl("sweep", "sweep", SweepStatus.RUNNING, 1, 0, null));
    epochs.apply(new SweepControl("other", "other", SweepStatus.CANCELLED, 7, 0, null));
    try (ModelRuntime runtime = simulated("stopped", Map.of());
        Worker worker = Worker.start(cluster.config("stopped", "w1"), runtime, epochs)) {
      await().atMost(PATIENCE).until(() -> worker.counts().equals(new WorkerCounts(5, 0, 0, 20)));
    }
    assertThat(cluster.completions("stopped"))
        .extracting(Completion::ordinal)
        .containsExactlyInAnyOrder(20L, 21L, 22L, 23L, 24L);
    assertThat(nothingIsLeft("stopped")).isTrue();
  }

  @Test
  void retriesWhatMaySucceedAndQuarantinesWhatNeverWill() {
    cluster.createQueue("failing", 2, LOCK);
    cluster.send("failing", 1000);
    Map<String, String> options = Map.of("fail_transient", "0.2", "fail_permanent", "0.1");
    try (ModelRuntime runtime = simulated("failing", options);
        Worker worker = Worker.start(cluster.config("failing", "w1"), runtime)) {
      awaitCompletions("failing", 1000);
      await()
          .atMost(PATIENCE)
          .until(() -> worker.counts().answered() + worker.counts().quarantined() == 1000);
      assertThat(worker.counts().released()).isBetween(150L, 250L);
    }
    List<Completion> completions = cluster.completions("failing");
    assertThat(completions).hasSize(1000);
    assertThat(completions.stream().filter(c -> !c.answered()).count()).isBetween(70L, 130L);
    assertThat(completions.stream().filter(c -> !c.answered()))
        .allMatch(c -> c.failure().category() == ErrorCategory.MODEL)
        .allMatch(c -> c.origin().attempt() == 1);
    assertThat(completions.stream().filter(c -> c.answered() && c.origin().attempt() == 2).count())
        .isBetween(150L, 250L);
  }

  @Test
  void quarantinesAtTheLastAttemptWithTheReason() {
    cluster.createQueue("hopeless", 1, LOCK);
    cluster.send("hopeless", 1);
    ScriptedRuntime runtime =
        new ScriptedRuntime(
            4, request -> CompletableFuture.failedFuture(new IllegalStateException("boom")));
    try (Worker worker = Worker.start(cluster.config("hopeless", "w1"), runtime)) {
      awaitCompletions("hopeless", 1);
      await().atMost(PATIENCE).until(() -> worker.counts().quarantined() == 1);
      assertThat(worker.counts().released()).isEqualTo(4);
    }
    Completion completion = cluster.completions("hopeless").get(0);
    assertThat(completion.failure().category()).isEqualTo(ErrorCategory.INTERNAL);
    assertThat(completion.failure().message()).contains("boom");
    assertThat(completion.origin().attempt()).isEqualTo(5);
    assertThat(runtime.submitted).hasSize(5);
  }

  @Test
  void quarantinesUnreadableAndRefusedRequestsWithoutRunningThem() {
    cluster.createQueue("strange", 1, LOCK);
    cluster.send("strange", "key-1", "not json".getBytes(StandardCharsets.UTF_8));
    byte[] noKind =
        "{\"requestId\":\"r2\",\"sweep\":\"s2\",\"model\":\"strange\",\"ordinal\":7,\"kind\":\"SING\"}"
            .getBytes(StandardCharsets.UTF_8);
    cluster.send("strange", "r2", noKind);
    cluster.send("strange", "key-3", null);
    cluster.send(Cluster.request("strange", 4, RequestKind.SCORE));
    cluster.send(Cluster.generate("strange", 5));
    cluster.flush();
    ScriptedRuntime runtime =
        new ScriptedRuntime(
            4, request -> CompletableFuture.completedFuture(ScriptedRuntime.answer()));
    try (Worker worker = Worker.start(cluster.config("strange", "w1"), runtime)) {
      awaitCompletions("strange", 5);
      assertThat(worker.termination()).isNotDone();
    }
    Map<String, Completion> byId =
        cluster.completions("strange").stream()
            .collect(Collectors.toMap(Completion::requestId, c -> c));
    assertThat(byId).containsOnlyKeys("key-1", "r2", "key-3", "strange-4", "strange-5");
    assertThat(byId.get("key-1").failure().message()).startsWith("Unreadable request");
    assertThat(byId.get("key-1").ordinal()).isEqualTo(-1);
    assertThat(byId.get("r2").sweep()).isEqualTo("s2");
    assertThat(byId.get("r2").ordinal()).isEqualTo(7);
    assertThat(byId.get("r2").failure().message()).contains("SING");
    assertThat(byId.get("strange-4").failure().message())
        .contains("scripted cannot answer SCORE requests");
    assertThat(byId.get("strange-5").answered()).isTrue();
    assertThat(runtime.submitted).hasSize(1);
  }

  @Test
  void twoWorkersShareAQueueAndOneFinishesWhatTheOtherLeft() {
    cluster.createQueue("shared", 1, LOCK);
    Map<String, String> options = Map.of("service_time_ms", "20", "slots", "4");
    try (ModelRuntime first = simulated("shared", options);
        ModelRuntime second = simulated("shared", options)) {
      Worker leaving = Worker.start(cluster.config("shared", "leaving"), first);
      try (Worker staying = Worker.start(cluster.config("shared", "staying"), second)) {
        cluster.send("shared", 600);
        await()
            .atMost(PATIENCE)
            .until(() -> leaving.counts().answered() > 20 && staying.counts().answered() > 20);
        leaving.close();
        assertThat(leaving.termination()).isCompleted();
        assertThat(leaving.counts().answered()).isLessThan(580);
        awaitCompletions("shared", 600);
      }
    }
    List<Completion> completions = cluster.completions("shared");
    assertThat(completions.stream().map(Completion::ordinal).distinct()).hasSize(600);
    assertThat(completions).allMatch(Completion::answered);
    assertThat(completions.stream().map(c -> c.origin().worker()).distinct())
        .containsExactlyInAnyOrder("leaving", "staying");
  }

  @Test
  void renewsLocksWhileARequestIsInWork() {
    cluster.createQueue("slow", 1, Duration.ofSeconds(2));
    cluster.send("slow", 3);
    Queue<CompletableFuture<Answer>> open = new ConcurrentLinkedQueue<>();
    ScriptedRuntime runtime =
        new ScriptedRuntime(
            1,
            request -> {
              if (request.ordinal() != 0) {
                return CompletableFuture.completedFuture(ScriptedRuntime.answer());
              }
              CompletableFuture<Answer> answer = new CompletableFuture<>();
              open.add(answer);
              CompletableFuture.delayedExecutor(7, TimeUnit.SECONDS)
                  .execute(() -> answer.complete(ScriptedRuntime.answer()));
              return answer;
            });
    try (Worker worker = Worker.start(cluster.config("slow", "w1"), runtime)) {
      awaitCompletions("slow", 3);
      await().atMost(PATIENCE).until(() -> worker.counts().answered() == 3);
    }
    assertThat(open).hasSize(1);
    assertThat(cluster.completions("slow")).allMatch(c -> c.origin().attempt() == 1);
    assertThat(nothingIsLeft("slow")).isTrue();
  }

  @Test
  void givesBackWhatIsNotDoneInTimeToDrain() {
    cluster.createQueue("drain", 1, LOCK);
    cluster.send("drain", 4);
    LaneConfig hasty =
        ChangedConfig.withDrain(cluster.config("drain", "hasty"), Duration.ofMillis(200));
    ScriptedRuntime stuck = new ScriptedRuntime(4, request -> new CompletableFuture<>());
    Worker worker = Worker.start(hasty, stuck);
    await().atMost(PATIENCE).until(() -> stuck.submitted.size() == 4);
    worker.close();
    assertThat(worker.counts()).isEqualTo(new WorkerCounts(0, 0, 4, 0));
    try (ModelRuntime runtime = simulated("drain", Map.of());
        Worker next = Worker.start(cluster.config("drain", "next"), runtime)) {
      awaitCompletions("drain", 4);
      assertThat(next.termination()).isNotDone();
    }
    assertThat(cluster.completions("drain")).allMatch(c -> c.origin().attempt() == 2);
  }

  @Test
  void givesBackAtOnceWhatTheEngineHadNoPlaceFor() {
    cluster.createQueue("ahead", 1, LOCK);
    cluster.sendTogether("ahead", 2000);
    ScriptedRuntime stuck = new ScriptedRuntime(64, request -> new CompletableFuture<>());
    LaneConfig config =
        ChangedConfig.withWholeBatches(
            ChangedConfig.withDrain(cluster.config("ahead", "w1"), Duration.ofMillis(1)));
    int places = 64 + config.batchFor(64);
    Worker worker = Worker.start(config, stuck);
    await().atMost(PATIENCE).until(() -> stuck.submitted.size() >= places);
    worker.close();
    // Each lane looks for a place on its own.
    assertThat(stuck.submitted).hasSizeBetween(places, places + config.lanes());
    assertThat(worker.counts().released()).isGreaterThan(places);
  }

  @Test
  void runsAloneWhatWasOnBoardWhenWorkersEnded() {
    cluster.createQueue("deadly", 1, LOCK);
    cluster.send("deadly", 8);
    for (int death = 0; death < 2; death++) {
      ScriptedRuntime dying = new ScriptedRuntime(8, request -> new CompletableFuture<>());
      Worker worker =
          Worker.start(
              ChangedConfig.withDrain(cluster.config("deadly", "w"), Duration.ofMillis(1)), dying);
      await().atMost(PATIENCE).until(() -> dying.submitted.size() == 8);
      worker.close();
    }
    AtomicInteger together = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ScriptedRuntime runtime =
        new ScriptedRuntime(
            8,
            request -> {
              most.accumulateAndGet(together.incrementAndGet(), Math::max);
              return CompletableFuture.supplyAsync(
                  () -> {
                    together.decrementAndGet();
                    return ScriptedRuntime.answer();
                  },
                  CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
            });
    try (Worker worker = Worker.start(cluster.config("deadly", "alive"), runtime)) {
      awaitCompletions("deadly", 8);
      assertThat(worker.termination()).isNotDone();
    }
    assertThat(most).hasValue(1);
    assertThat(cluster.completions("deadly")).allMatch(c -> c.origin().attempt() == 3);
  }

  @Test
  void quarantinesWhatWasDeliveredTooOften() {
    LaneConfig twice = ChangedConfig.withMaxAttempts(cluster.config("killer", "w"), 2);
    cluster.createQueue("killer", 1, LOCK);
    // What a worker leaves that has ended in its second attempt.
    cluster.sendTried(Cluster.generate("killer", 0), 2);
    ScriptedRuntime runtime = new ScriptedRuntime(8, request -> new CompletableFuture<>());
    try (Worker worker = Worker.start(twice, runtime)) {
      awaitCompletions("killer", 1);
      assertThat(worker.termination()).isNotDone();
    }
    assertThat(runtime.submitted).isEmpty();
    assertThat(cluster.completions("killer").get(0).failure().message())
        .contains("delivered 2 times without an answer");
  }

  @Test
  void quarantinesAnAnswerThatIsTooLargeForTheQueue() {
    cluster.createQueue("large", 1, LOCK);
    cluster.send("large", 1);
    String text = "x".repeat(17 << 20);
    ScriptedRuntime runtime =
        new ScriptedRuntime(
            1,
            request -> {
              Answer small = ScriptedRuntime.answer();
              return CompletableFuture.completedFuture(
                  new Answer(
                      List.of(new Output(text, 0, List.of(), FinishReason.STOP)),
                      small.usage(),
                      small.startedNanos(),
                      null,
                      0));
            });
    try (Worker worker = Worker.start(cluster.config("large", "w1"), runtime)) {
      awaitCompletions("large", 1);
      assertThat(worker.termination()).isNotDone();
    }
    assertThat(cluster.completions("large").get(0).failure().category())
        .isEqualTo(ErrorCategory.RESOURCE);
  }

  @Test
  void survivesEnginesThatThrow() {
    cluster.createQueue("throws", 1, LOCK);
    cluster.send("throws", 1);
    ScriptedRuntime runtime =
        new ScriptedRuntime(
            1,
            request -> {
              throw new RuntimeFailure(
                  ErrorCategory.MODEL, RuntimeFailure.Action.QUARANTINE, "never", null);
            });
    try (Worker worker = Worker.start(cluster.config("throws", "w1"), runtime)) {
      awaitCompletions("throws", 1);
      assertThat(worker.termination()).isNotDone();
    }
    assertThat(cluster.completions("throws").get(0).failure().message()).isEqualTo("never");
  }

  /** A new worker finds no request: all were acknowledged. */
  private static boolean nothingIsLeft(String model) {
    int before = cluster.completions(model).size();
    ScriptedRuntime runtime = new ScriptedRuntime(8, request -> new CompletableFuture<>());
    Worker worker =
        Worker.start(
            ChangedConfig.withDrain(cluster.config(model, "late"), Duration.ofMillis(1)), runtime);
    cluster.send(Cluster.generate(model, 1_000_000));
    cluster.flush();
    await().atMost(PATIENCE).until(() -> !runtime.submitted.isEmpty());
    worker.close();
    return runtime.submitted.size() == 1 && cluster.completions(model).size() == before;
  }

  private static void awaitCompletions(String model, int count) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                cluster.completions(model).stream().map(Completion::requestId).distinct().count()
                    >= count);
  }

  private static ModelRuntime simulated(String model, Map<String, String> options) {
    return new SimulatedRuntime(model, SimulatedOptions.from(options));
  }
}

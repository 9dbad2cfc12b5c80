package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.protocol.Completion;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeFailure;
import dev.regatta.worker.runtime.simulated.SimulatedOptions;
import dev.regatta.worker.runtime.simulated.SimulatedRuntime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final dev.regatta.worker.queue.Cluster cluster =
      dev.regatta.worker.queue.Cluster.shared();

  /** Lets a producer fail as one does that cannot go on: with the call. */
  public static final class Broken implements Partitioner {
    @Override
    public int partition(
        String topic, Object key, byte[] keyBytes, Object value, byte[] bytes, Cluster kafka) {
      throw new IllegalStateException("the producer is broken");
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  @Test
  void aProducerThatIsBrokenEndsTheWorker() {
    String model = "broken";
    cluster.createQueue(model, 1, Duration.ofSeconds(30));
    cluster.send(model, 1);
    ScriptedRuntime immediate =
        new ScriptedRuntime(
            1, request -> CompletableFuture.completedFuture(ScriptedRuntime.answer()));
    LaneConfig config =
        ChangedConfig.withKafka(
            cluster.config(model, "w1"), "partitioner.class", Broken.class.getName());
    try (Worker worker = Worker.start(config, immediate)) {
      await().atMost(PATIENCE).until(worker.termination()::isDone);
      assertThat(worker.termination()).isCompletedExceptionally();
      assertThat(worker.termination().handle((done, error) -> error).join())
          .hasRootCauseMessage("the producer is broken");
    }
  }

  @Test
  void whatAStopKeepsFromItsLastAttemptIsTriedOnceMore() throws Exception {
    String model = "kept";
    LaneConfig twice = ChangedConfig.withMaxAttempts(cluster.config(model, "w"), 2);
    cluster.createQueue(model, 1, Duration.ofSeconds(30));
    cluster.send(model, 1);
    LongAdder recalled = new LongAdder();
    for (int stop = 0; stop < 2; stop++) {
      recalled.add(stopInAttempt(ChangedConfig.withDrain(twice, Duration.ofMillis(1))));
    }
    recalled.add(stopWithFailure(twice));
    ScriptedRuntime sound =
        new ScriptedRuntime(
            8, request -> CompletableFuture.completedFuture(ScriptedRuntime.answer()));
    try (Worker worker = Worker.start(twice, sound)) {
      // One announcement of each last attempt.
      await().atMost(PATIENCE).until(() -> recalled.sum() + worker.counts().discarded() == 3);
      assertThat(worker.termination()).isNotDone();
    }
    assertThat(cluster.completions(model)).hasSize(1).allMatch(Completion::answered);
    assertThat(cluster.completions(model).get(0).origin().attempt()).isEqualTo(2);
  }

  @Test
  void suspectsHaveTheirTurnsBesideManyLanesThatWaitForRoom() {
    String model = "suspects";
    int suspects = 40;
    cluster.createQueue(model, 1, Duration.ofSeconds(30));
    for (int i = 0; i < suspects; i++) {
      cluster.sendSetAside(dev.regatta.worker.queue.Cluster.generate(model, i), 2);
    }
    cluster.flush();
    ScriptedRuntime runtime =
        new ScriptedRuntime(
            2000, request -> CompletableFuture.completedFuture(ScriptedRuntime.answer()));
    LaneConfig config = ChangedConfig.fittedToSlots(cluster.config(model, "w1"));
    try (Worker worker = Worker.start(config, runtime)) {
      await().atMost(PATIENCE).until(() -> cluster.completions(model).size() == suspects);
      assertThat(worker.termination()).isNotDone();
    }
    assertThat(cluster.completions(model)).allMatch(c -> c.origin().attempt() == 3);
  }

  /**
   * Lanes get more than the engine can run, since each has asked the queue for some before they
   * knew: with limited batches, as with the whole ones that an engine of many slots gets.
   */
  @ParameterizedTest
  @ValueSource(ints = {500, 1000})
  void aSlowEngineAnswersEveryRequestAtItsFirstDelivery(int slots) {
    String model = "slow-" + slots;
    int requests = 3 * slots;
    cluster.createQueue(model, 1, Duration.ofSeconds(2));
    cluster.send(model, requests);
    LaneConfig config = ChangedConfig.fittedToSlots(cluster.config(model, "w1"));
    Map<String, String> options =
        Map.of("service_time_ms", "5000", "slots", Integer.toString(slots));
    try (ModelRuntime runtime = new SimulatedRuntime(model, SimulatedOptions.from(options));
        Worker worker = Worker.start(config, runtime)) {
      await().atMost(PATIENCE).until(() -> cluster.completions(model).size() == requests);
      assertThat(worker.termination()).isNotDone();
    }
    assertThat(cluster.completions(model))
        .allMatch(completion -> completion.answered() && completion.origin().attempt() == 1);
  }

  /** The time to drain ends before the attempt does. Returns how many announcements were void. */
  private static long stopInAttempt(LaneConfig config) {
    ScriptedRuntime stuck = new ScriptedRuntime(8, request -> new CompletableFuture<>());
    Worker worker = Worker.start(config, stuck);
    await().atMost(PATIENCE).until(() -> !stuck.submitted.isEmpty());
    worker.close();
    assertThat(worker.counts().released()).isEqualTo(1);
    return worker.counts().discarded();
  }

  /** The engine fails while the worker drains, as one does that is stopped with it. */
  private static long stopWithFailure(LaneConfig config) throws InterruptedException {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    ScriptedRuntime failing = new ScriptedRuntime(8, request -> answer);
    Worker worker = Worker.start(config, failing);
    await().atMost(PATIENCE).until(() -> !failing.submitted.isEmpty());
    Thread stop = new Thread(worker::close, "stop");
    stop.start();
    await().atMost(PATIENCE).until(() -> stop.getState() == Thread.State.WAITING);
    answer.completeExceptionally(
        new RuntimeFailure(ErrorCategory.RESOURCE, RuntimeFailure.Action.RETRY, "closed", null));
    stop.join();
    assertThat(worker.counts().released()).isEqualTo(1);
    return worker.counts().discarded();
  }
}

package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.protocol.Completion;
import dev.regatta.protocol.RequestKind;
import dev.regatta.worker.Runtimes;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.openai.FakeServer;
import dev.regatta.worker.runtime.openai.ToyServer;
import dev.regatta.worker.runtime.openai.ToyServer.Trait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A worker in front of a server, over a real queue. */
class HttpEngineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Cluster cluster = Cluster.shared();

  private static ModelRuntime open(FakeServer server) {
    return Runtimes.open(
        Runtimes.OPENAI, ToyServer.MODEL, Map.of("base_url", server.url(), "concurrency", "8"));
  }

  private List<Completion> answer(String model, ModelRuntime runtime, int requests) {
    cluster.createQueue(model, 2, Duration.ofSeconds(30));
    cluster.send(model, requests);
    try (Worker worker = Worker.start(cluster.config(model, model), runtime)) {
      await().atMost(PATIENCE).until(() -> cluster.completions(model).size() >= requests);
      assertThat(worker.termination()).isNotDone();
    }
    return cluster.completions(model);
  }

  @Test
  void anEngineThatGoesAwayCostsNoAttempt() {
    ToyServer toy = new ToyServer(ToyServer.FULL);
    try (FakeServer server = new FakeServer(toy);
        ModelRuntime runtime = open(server)) {
      server.handler(
          call -> {
            if (call.path().equals("/v1/completions") && server.count(call.path()) == 40) {
              // Dies with what it has, and is back after a while.
              server.stop();
              CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(server::start);
            }
            return toy.handle(call);
          });
      List<Completion> completions = answer("http-away", runtime, 100);
      assertThat(completions).hasSize(100).allMatch(Completion::answered);
      assertThat(completions).extracting(c -> c.origin().attempt()).containsOnly(1);
    }
  }

  @Test
  void anEngineThatDiesOfOnePromptAnswersTheRest() {
    ToyServer toy = new ToyServer(ToyServer.FULL);
    try (FakeServer server = new FakeServer(toy);
        ModelRuntime runtime = open(server)) {
      server.handler(
          call -> {
            boolean poison =
                call.path().equals("/v1/completions")
                    && call.body().path("prompt").asText().contains("number 7 of");
            if (poison) {
              server.stop();
              server.start();
            }
            return toy.handle(call);
          });
      List<Completion> completions = answer("http-poison", runtime, 40);
      assertThat(completions).hasSize(40);
      List<Completion> quarantined = completions.stream().filter(c -> !c.answered()).toList();
      assertThat(quarantined).extracting(Completion::ordinal).containsExactly(7L);
      assertThat(quarantined.get(0).failure().message()).contains("broke its answer off");
      assertThat(quarantined.get(0).origin().attempt()).isEqualTo(5);
    }
  }

  @Test
  void whatTheEngineCannotDoIsQuarantinedWithTheReason() {
    Set<Trait> chat = ToyServer.fullBut(Trait.ECHO, Trait.PROMPT_LOGPROBS);
    try (FakeServer server = new FakeServer(new ToyServer(chat));
        ModelRuntime runtime = open(server)) {
      String model = "http-refused";
      cluster.createQueue(model, 1, Duration.ofSeconds(30));
      cluster.send(Cluster.request(model, 0, RequestKind.SCORE));
      cluster.flush();
      try (Worker worker = Worker.start(cluster.config(model, model), runtime)) {
        await().atMost(PATIENCE).until(() -> cluster.completions(model).size() == 1);
        assertThat(worker.counts().quarantined()).isEqualTo(1);
      }
      assertThat(cluster.completions(model).get(0).failure().message())
          .contains("Runtime openai cannot answer SCORE requests")
          .contains("tokens of the prompt 1 came back");
    }
  }
}

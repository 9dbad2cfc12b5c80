package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.openai.ToyServer.Trait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many requests a server is given at once. */
class InFlightTest {
  private final ToyServer toy = new ToyServer(ToyServer.fullBut(Trait.STREAM));
  private final FakeServer server = new FakeServer(toy);
  private OpenAiRuntime runtime;

  private void open(String... options) {
    runtime = OpenAi.open(server, options);
  }

  @AfterEach
  void close() {
    runtime.close();
    server.close();
  }

  @Test
  void neverMoreAreInFlightThanTheUserAllows() throws Exception {
    open("concurrency", "3");
    CountDownLatch three = new CountDownLatch(3);
    AtomicInteger together = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.handler(
        call -> {
          if (!call.asks("prompt")) {
            return toy.handle(call);
          }
          most.accumulateAndGet(together.incrementAndGet(), Math::max);
          three.countDown();
          await(three);
          together.decrementAndGet();
          return toy.handle(call);
        });
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 12)
            .mapToObj(i -> runtime.submit(OpenAi.generate("The quick " + i)))
            .toList();
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS).outputs()).hasSize(1);
    }
    assertThat(most).hasValue(3);
    assertThat(runtime.info().slots()).isEqualTo(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatTheEngineShowsOfItsLoadHoldsRequestsBack() {
    open();
    assertThat(runtime.state().concurrency()).isEqualTo(ConcurrencyLimit.START);
    server.handler(call -> call.path().equals("/metrics") ? gauges(40, 10) : toy.handle(call));
    // 10 wait where at most 4 should: down to 2 of them, in the middle, at each look.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> runtime.state().concurrency() <= ConcurrencyLimit.START - 8);
  }

  private static FakeServer.Response gauges(int running, int waiting) {
    String page = "vllm:num_requests_running{engine=\"0\"} %d.0\n".formatted(running);
    page += "vllm:num_requests_waiting{engine=\"0\"} %d.0\n".formatted(waiting);
    return FakeServer.Response.of(200, "text/plain; version=1.0.0", page);
  }
}

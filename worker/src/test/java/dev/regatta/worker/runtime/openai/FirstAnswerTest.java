package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RequestKind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
  /** Passes only while somebody waits. */
  private final AtomicLong nanos = new AtomicLong();

  private FirstAnswer of(Endpoint endpoint, OpenAiOptions options) {
    Prober prober = new Prober(endpoint, new Bodies(options.model()), Duration.ofMinutes(1));
    return new FirstAnswer(prober, options, nanos::get, pause -> nanos.addAndGet(pause.toNanos()));
  }

  @Test
  void anEngineIsAskedTwiceASecondUntilTheStartTimeoutIsOver() {
    try (FakeServer server = new FakeServer(call -> ToyServer.refused(503, "loading model"))) {
      OpenAiOptions options = OpenAi.options(server, "start_timeout_seconds", "300");
      try (Endpoint endpoint = new Endpoint(options, Optional.empty())) {
        assertThatThrownBy(of(endpoint, options)::listing)
            .hasMessageContaining("no right answer within 300 s")
            .hasMessageContaining("loading model");
      }
      assertThat(server.calls).hasSize(601);
      assertThat(Duration.ofNanos(nanos.get())).isEqualTo(Duration.ofSeconds(300));
    }
  }

  /** Failures of the start are none of what it can do: it is asked once more when it answers. */
  @Test
  void whatFailedWhileTheEngineStartedIsAskedAgain() {
    ToyServer toy = new ToyServer(ToyServer.FULL);
    AtomicInteger asked = new AtomicInteger();
    try (FakeServer server =
        new FakeServer(
            call ->
                asked.incrementAndGet() <= 2
                    ? ToyServer.refused(500, "starting")
                    : toy.handle(call))) {
      OpenAiOptions options = OpenAi.options(server);
      try (Endpoint endpoint = new Endpoint(options, Optional.empty())) {
        FirstAnswer.Outcomes outcomes = of(endpoint, options).answers();
        assertThat(outcomes.completions().dialect()).isEqualTo(Dialect.BY_PREFERENCE.get(0));
        assertThat(outcomes.chat().dialect()).isEqualTo(Dialect.BY_PREFERENCE.get(0));
      }
    }
  }

  @Test
  void anEngineThatIsBusyIsNotTakenForOneThatCannot() {
    ToyServer toy = new ToyServer(ToyServer.FULL);
    AtomicInteger asked = new AtomicInteger();
    try (FakeServer server =
            new FakeServer(
                call ->
                    call.body() != null && asked.incrementAndGet() % 2 == 0
                        ? ToyServer.refused(429, "busy").with("Retry-After", "0.01")
                        : toy.handle(call));
        OpenAiRuntime runtime = OpenAi.open(server)) {
      assertThat(runtime.info().kinds()).containsExactlyInAnyOrder(RequestKind.values());
      assertThat(runtime.info().window()).isEqualTo(ToyServer.WINDOW);
    }
  }
}

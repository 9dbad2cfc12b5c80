package dev.regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.service.registry.Presence;
import dev.regatta.worker.queue.WorkerCounts;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.EngineState;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeInfo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WorkerReportTest {
  private final WorkerConfig config =
      WorkerConfig.of(
          WorkerConfig.CONFIGURATION.read(
              List.of("--bootstrap=h:1", "--model=m", "--runtime=simulated", "--id=w"), Map.of()));
  private final Presence presence = new Presence("w", Clock.systemUTC());
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final WorkerReport report = new WorkerReport(config, presence, metrics);
  private final Engine engine = new Engine();
  private final MeteredRuntime metered = new MeteredRuntime(engine, report.timer());

  @Test
  void isNotReadyBeforeItsEngineIs() {
    assertThat(report.missing()).isPresent();
    ServiceStatus status = report.status();
    assertThat(status.state()).isEqualTo(ServiceState.STARTING);
    assertThat(status.worker().model()).isEqualTo("m");
    report.serving(metered, () -> new WorkerCounts(1, 2, 3, 4));
    assertThat(report.missing()).isEmpty();
    assertThat(report.status().state()).isEqualTo(ServiceState.SERVING);
  }

  @Test
  void saysWhatItHasDoneAndCan() {
    report.serving(metered, () -> new WorkerCounts(1, 2, 3, 4));
    metered.submit(request());
    metered.submit(request());
    assertThat(report.status().worker())
        .satisfies(
            worker -> {
              assertThat(worker.answered()).isEqualTo(1);
              assertThat(worker.quarantined()).isEqualTo(2);
              assertThat(worker.released()).isEqualTo(3);
              assertThat(worker.discarded()).isEqualTo(4);
              assertThat(worker.inFlight()).isEqualTo(2);
              assertThat(worker.concurrency()).isEqualTo(5);
              assertThat(worker.slots()).isEqualTo(9);
              assertThat(worker.kinds()).containsExactly(RequestKind.GENERATE, RequestKind.CHAT);
              assertThat(worker.refused()).isEqualTo(Map.of("SCORE", "shifted by a token"));
              assertThat(worker.window()).isEqualTo(100);
            });
    engine.submitted.get(0).complete(null);
    engine.submitted.get(1).completeExceptionally(new IllegalStateException("gone"));
    assertThat(report.status().worker().inFlight()).isZero();
    assertThat(metrics.get("regatta.worker.answer").timer().count()).isEqualTo(2);
    assertThat(metrics.get("regatta.worker.discarded").functionCounter().count()).isEqualTo(4);
  }

  @Test
  void aWindowThatIsNotKnownIsLeftOut() {
    engine.window = Integer.MAX_VALUE;
    report.serving(metered, () -> new WorkerCounts(0, 0, 0, 0));
    assertThat(report.status().worker().window()).isNull();
  }

  @Test
  void anEngineThatIsAwayIsWaitedFor() {
    report.serving(metered, () -> new WorkerCounts(0, 0, 0, 0));
    engine.waitingFor = Optional.of("http://gpu:8000 to answer again");
    assertThat(report.missing()).contains("http://gpu:8000 to answer again");
    assertThat(report.status().state()).isEqualTo(ServiceState.WAITING);
    assertThat(report.status().message()).isEqualTo("http://gpu:8000 to answer again");
    engine.waitingFor = Optional.empty();
    assertThat(report.status().state()).isEqualTo(ServiceState.SERVING);
    assertThat(report.status().message()).isNull();
    presence.is(ServiceState.DRAINING);
    assertThat(report.status().state()).isEqualTo(ServiceState.DRAINING);
  }

  private static Request request() {
    return new Request(
        "r", "s", "m", 0, RequestKind.GENERATE, "p", null, null, Decoding.greedy(1, List.of()));
  }

  @Test
  void whoGivesAnAnswerUpTellsTheEngine() {
    metered.submit(request()).completeExceptionally(new TimeoutException());
    assertThat(engine.submitted).singleElement().matches(CompletableFuture::isDone);
    assertThat(metered.inFlight()).isZero();
  }

  /** Answers when the test says so. */
  private static final class Engine implements ModelRuntime {
    private final List<CompletableFuture<Answer>> submitted = new ArrayList<>();
    private Optional<String> waitingFor = Optional.empty();
    private int window = 100;

    @Override
    public RuntimeInfo info() {
      Set<RequestKind> kinds = Set.of(RequestKind.CHAT, RequestKind.GENERATE);
      Map<RequestKind, String> refused = Map.of(RequestKind.SCORE, "shifted by a token");
      return new RuntimeInfo("test", "1", "revision", 9, window, kinds, refused, true);
    }

    @Override
    public EngineState state() {
      return new EngineState(5, waitingFor);
    }

    @Override
    public CompletableFuture<Answer> submit(Request request) {
      submitted.add(new CompletableFuture<>());
      return submitted.get(submitted.size() - 1);
    }

    @Override
    public int countTokens(String text) {
      return 0;
    }

    @Override
    public void close() {}
  }
}

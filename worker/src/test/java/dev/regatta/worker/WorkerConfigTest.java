package dev.regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {

  @Test
  void hasDefaults() {
    WorkerConfig config = parse("--bootstrap", "host:1", "--model", "m", "--runtime", "simulated");
    assertThat(config.model()).isEqualTo("m");
    assertThat(config.runtime()).isEqualTo("simulated");
    assertThat(config.runtimeOptions()).isEmpty();
    assertThat(config.lanes().bootstrapServers()).isEqualTo("host:1");
    assertThat(config.lanes().workerId()).startsWith("worker-");
    assertThat(config.lanes().lanes()).isZero();
    assertThat(config.lanes().batch()).isZero();
    assertThat(config.lanes().maxAttempts()).isEqualTo(5);
    assertThat(config.lanes().retryBackoff()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.lanes().drainTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.lanes().kafka()).isEmpty();
  }

  @Test
  void takesEverySetting() {
    WorkerConfig config =
        parse(
            "--bootstrap=host:1",
            "--model=m",
            "--runtime=simulated",
            "--runtime-option",
            "slots=7",
            "--kafka",
            "security.protocol=SSL",
            "--id=w",
            "--lanes=2",
            "--batch=3",
            "--max-attempts=4",
            "--retry-backoff=5ms",
            "--drain-timeout=6s");
    assertThat(config.runtimeOptions()).isEqualTo(Map.of("slots", "7"));
    assertThat(config.lanes().kafka()).isEqualTo(Map.of("security.protocol", "SSL"));
    assertThat(config.lanes().workerId()).isEqualTo("w");
    assertThat(config.lanes().lanes()).isEqualTo(2);
    assertThat(config.lanes().batch()).isEqualTo(3);
    assertThat(config.lanes().maxAttempts()).isEqualTo(4);
    assertThat(config.lanes().retryBackoff()).isEqualTo(Duration.ofMillis(5));
    assertThat(config.lanes().drainTimeout()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void optionsOfTheEngineCanStandInTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "REGATTA_WORKER_BOOTSTRAP", "host:1",
            "REGATTA_WORKER_MODEL", "m",
            "REGATTA_WORKER_RUNTIME", "simulated",
            "REGATTA_WORKER_RUNTIME_OPTION_SERVICE_TIME_MS", "5",
            "REGATTA_WORKER_KAFKA_SECURITY_PROTOCOL", "SSL");
    WorkerConfig config = WorkerConfig.of(WorkerConfig.CONFIGURATION.read(List.of(), environment));
    assertThat(config.runtimeOptions()).isEqualTo(Map.of("service_time_ms", "5"));
    assertThat(config.lanes().kafka()).isEqualTo(Map.of("security.protocol", "SSL"));
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertThatThrownBy(() -> parse("--model", "m", "--lane", "3", "--lanes", "65", "--batch", "x"))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("bootstrap is missing")
        .hasMessageContaining("runtime is missing")
        .hasMessageContaining("unknown setting 'lane' in the command line; did you mean 'lanes'?")
        .hasMessageContaining("lanes: 65 in the command line (expected: whole number, 0 to 64)")
        .hasMessageContaining("batch: x");
  }

  @Test
  void namesTheNearestRuntime() {
    assertThatThrownBy(() -> Runtimes.open("simulate", "m", Map.of()))
        .hasMessage("Unknown runtime 'simulate'; did you mean 'simulated'?");
  }

  private static WorkerConfig parse(String... args) {
    return WorkerConfig.of(WorkerConfig.CONFIGURATION.read(List.of(args), Map.of()));
  }
}

package dev.regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.time.Duration;
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
    assertThat(config.lanes().lanes()).isEqualTo(4);
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
            "--bootstrap",
            "host:1",
            "--model",
            "m",
            "--runtime",
            "simulated",
            "--runtime-option",
            "slots=7",
            "--kafka",
            "security.protocol=SSL",
            "--worker-id",
            "w",
            "--lanes",
            "2",
            "--batch",
            "3",
            "--max-attempts",
            "4",
            "--retry-backoff-ms",
            "5",
            "--drain-seconds",
            "6");
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
  void namesEveryProblemAtOnce() {
    assertThatThrownBy(() -> parse("--model", "m", "--lane", "3", "--lanes", "0", "--batch", "x"))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("bootstrap is missing")
        .hasMessageContaining("runtime is missing")
        .hasMessageContaining("unknown setting 'lane'; did you mean 'lanes'?")
        .hasMessageContaining("lanes: 0 (expected: a whole number from 1 to 64)")
        .hasMessageContaining("batch: x");
  }

  @Test
  void namesTheNearestRuntime() {
    assertThatThrownBy(() -> Runtimes.open("simulate", "m", Map.of()))
        .hasMessage("Unknown runtime 'simulate'; did you mean 'simulated'?");
  }

  private static WorkerConfig parse(String... args) {
    return WorkerConfig.from(WorkerArguments.parse(args).settings());
  }
}

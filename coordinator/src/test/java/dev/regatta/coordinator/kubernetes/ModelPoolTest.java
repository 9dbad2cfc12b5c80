package dev.regatta.coordinator.kubernetes;

import static dev.regatta.coordinator.kubernetes.PoolsFixture.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.scale.ScalingPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPoolTest {
  @Test
  void theLeastPoolHasTheDefaultsThatTheDocumentationNames() {
    ModelPool pool = pool("a", "{model: {name: m}, runtime: simulated}");
    assertThat(pool.problems()).isEmpty();
    assertThat(pool.policy())
        .isEqualTo(
            new ScalingPolicy(
                "m",
                0,
                1,
                0,
                64,
                0,
                1,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(30),
                0));
    assertThat(pool.gracePeriod()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void numbersMayStandForTextsInResourcesAndOptions() {
    ModelPool pool =
        pool(
            "a",
            "{model: {name: m}, runtime: simulated, worker: {options: {jitter: 0.5},"
                + " resources: {limits: {cpu: 4}}}}");
    assertThat(pool.problems()).isEmpty();
    assertThat(pool.spec().worker().resources().limits()).containsEntry("cpu", "4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: {name: m}, runtime: simulated, replica: {max: 2} | did you mean \"replicas\"?",
        "model: {name: m}, runtime: simulated, replicas: {mx: 2} | did you mean \"max\"?",
        "model: {name: m}, runtime: vlm | did you mean \"vllm\"?",
        "model: {source: s}, runtime: simulated | spec.model.name: missing",
        "model: {name: m}, runtime: vllm | spec.engine: missing",
        "model: {name: m}, runtime: simulated, engine: {image: i} | runs inside of the worker",
        "model: {name: m}, runtime: simulated, slots: 0 | from 1 to 16384",
        "model: {name: m}, runtime: simulated, replicas: {min: 3, max: 2} | more than replicas.max",
        "model: {name: m}, runtime: simulated, idleTime: soon | spec.idleTime: soon",
        "model: {name: m}, runtime: simulated, gracePeriod: 1s | from 2s to 3600s",
        "model: {name: m}, runtime: vllm, engine: {image: i}, tensorParallel: 2 | gpus.count, 0",
        "model: {name: m}, runtime: simulated, cache: {size: 1Gi, claim: c} | one of the two",
        "model: {name: m}, runtime: simulated, cache: {size: much} | spec.cache.size: much",
        "model: {name: m}, runtime: simulated, cache: {path: /tmp} | spec.cache.path: /tmp",
        "model: {name: m}, runtime: simulated, tolerations: [{keys: a}] | spec.tolerations[0]",
        "model: {name: m}, runtime: simulated, worker: {env: [{name: A}, {nam: B}]} | worker.env[1]",
        "model: {name: m}, runtime: llamacpp, slots: 300 | spec.slots: 300",
      })
  void whatIsWrongIsNamed(String spec, String message) {
    assertThat(pool("a", "{" + spec + "}").problems())
        .singleElement()
        .asString()
        .startsWith("spec.")
        .contains(message);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThat(pool("a", "{runtim: x, slots: many}").problems()).hasSize(4);
  }

  @Test
  void aNameThatNoLabelCanHoldIsRefused() {
    assertThat(pool("a".repeat(53), "{model: {name: m}, runtime: simulated}").problems())
        .containsExactly("metadata.name: longer than 52 characters");
  }
}

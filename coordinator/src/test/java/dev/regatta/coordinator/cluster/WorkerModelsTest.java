package dev.regatta.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.cluster.WorkerModels.Resolution;
import dev.regatta.coordinator.submission.Submission.Model;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerModelsTest {
  private static final Model ASKED =
      new Model("m", "llamacpp", List.of("abc"), List.of(RequestKind.GENERATE));

  @Test
  void aModelIsWhatItsWorkersAgreeOn() {
    Resolution resolution =
        resolve(worker("w1", "abc,seed=1", 4096), worker("w2", "abc,seed=1", 2048));
    assertThat(resolution.reason()).isNull();
    assertThat(resolution.models())
        .as("the smallest window counts")
        .containsExactly(new ModelRef("m", "llamacpp", "b1", "abc,seed=1", 2048, false));
  }

  @Test
  void theSweepWaitsAndSaysForWhat() {
    assertThat(resolve().reason()).isEqualTo("waits for a worker of the model m");
    assertThat(resolve(state(worker("w1", "abc", 1), ServiceState.STARTING)).reason())
        .isEqualTo("waits for a worker of the model m");
    assertThat(resolve(worker("w1", "abc", 1), worker("w2", "abd", 1)).reason())
        .contains("agree", "w1", "abc", "w2", "abd");
    assertThat(resolve(worker("w1", "xyz", 1)).reason()).contains("revision xyz", "expected: abc");
    Model other = new Model("m", "simulated", List.of(), List.of(RequestKind.GENERATE));
    assertThat(new WorkerModels(List.of(worker("w1", "abc", 1))).resolve(List.of(other)).reason())
        .contains("runtime llamacpp", "expected: simulated");
    Model scores = new Model("m", "llamacpp", List.of(), List.of(RequestKind.SCORE));
    assertThat(new WorkerModels(List.of(worker("w1", "abc", 1))).resolve(List.of(scores)).reason())
        .contains("no worker of the model m answers SCORE requests", "shifted");
  }

  @Test
  void everyModelThatIsMissingIsNamed() {
    Model other = new Model("n", "llamacpp", List.of(), List.of());
    assertThat(new WorkerModels(List.of()).resolve(List.of(ASKED, other)).reason())
        .contains("model m", "model n");
  }

  private static Resolution resolve(ServiceStatus... workers) {
    return new WorkerModels(List.of(workers)).resolve(List.of(ASKED));
  }

  private static ServiceStatus worker(String id, String revision, int window) {
    WorkerDetails details =
        new WorkerDetails(
            "m",
            "llamacpp",
            "b1",
            revision,
            1,
            window,
            List.of(RequestKind.GENERATE),
            Map.of("SCORE", "its likelihoods are shifted"),
            1,
            0,
            0,
            0,
            0,
            0,
            false);
    return new ServiceStatus(
        id,
        ServiceKind.WORKER,
        1,
        "r",
        "h",
        1,
        ServiceState.SERVING,
        0,
        0,
        null,
        details,
        null,
        null);
  }

  private static ServiceStatus state(ServiceStatus worker, ServiceState state) {
    return new ServiceStatus(
        worker.id(), worker.kind(), 1, "r", "h", 1, state, 0, 0, null, worker.worker(), null, null);
  }
}

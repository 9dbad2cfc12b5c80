package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalWorkersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ModelRef MODEL = new ModelRef("failing", "simulated", "1", "r", null, true);

  @TempDir Path scratch;

  @Test
  void aWorkerInThisProcessThatHasFailedEndsTheRun() {
    Terminal terminal = Terminal.system(true);
    LocalModel model = new LocalModel(MODEL, Map.of());
    try (LocalWorkers workers =
        new LocalWorkers("127.0.0.1:1", LocalOptions.defaults(scratch), terminal)) {
      workers.start(List.of(model));
      assertThatCode(workers::supervise).doesNotThrowAnyException();
      lane("failing-0-lane-2").interrupt();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThatThrownBy(workers::supervise)
                      .isInstanceOf(RegattaException.class)
                      .hasMessageStartingWith("The worker of failing ended: "));
    }
  }

  private static Thread lane(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

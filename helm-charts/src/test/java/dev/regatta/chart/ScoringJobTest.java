package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.chaos.RaceSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep on an installation that scores by Jobs: driver and executors are Pods of a real control
 * plane, with what the aggregator's image has.
 */
@Tag("kubernetes")
final class ScoringJobTest {
  private static final String POOL = "boats";
  private static final int REQUESTS = 300;
  private static final String WAITS = "waits to be scored elsewhere: ";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern TASK_OF_AN_EXECUTOR =
      Pattern.compile("Finished task .* \\(executor \\d+\\)");

  @TempDir private Path directory;
  private ControlPlane plane;
  private Release release;

  @Test
  void aSweepThatHasLandedIsScoredByTheCommandThatItsStatusShows() throws IOException {
    Optional<Path> programs = ControlPlane.programs();
    assumeTrue(programs.isPresent(), "KUBE_BIN names no built control plane: nothing is installed");
    assumeTrue(Regatta.built(), "cli/target/regatta.jar is not built");
    assumeTrue(
        Regatta.aggregatorBuilt(),
        "docker/target/layout/aggregator is not built (docker/README.md): no Job is run");
    Regatta regatta = new Regatta(directory);
    try (Broker broker = Broker.start(regatta, directory.resolve("topics"));
        ControlPlane started = start(programs.get(), regatta)) {
      plane = started;
      release = new Release(plane, regatta, directory, broker.bootstrap());
      release.install("src/test/resources/live-spark.yaml", master().toString());
      Path file = RaceSweep.write(directory.resolve("sweep"), "races", List.of(POOL), REQUESTS);
      String id = release.submit(file);
      String reason =
          release
              .awaitSweep(id, "a sweep that waits for scores", sweep -> reason(sweep, WAITS))
              .path("reason")
              .asText();

      plane.shell(reason.substring(WAITS.length()));
      await("two executors")
          .atMost(PATIENCE)
          .until(() -> release.ready("score-executor").size() == 2);
      JsonNode scored =
          release.awaitSweep(id, "scores", sweep -> sweep.path("state").asText().equals("SCORED"));

      Path alone = directory.resolve("alone");
      JsonNode run = regatta.json("run", file.toString(), "--json", "--store=" + alone);
      assertThat(scored.path("resultHash").asText())
          .hasSize(64)
          .isEqualTo(run.path("resultHash").asText());
      assertAllThatIsLeftIsTheJob();
    }
  }

  private ControlPlane start(Path programs, Regatta regatta) {
    return ControlPlane.start(
        programs,
        directory.resolve("kube"),
        "--audit",
        "--processes",
        regatta.imageMapWithSpark(directory).toString(),
        "--group",
        "services count=2 cpu=16 memory=32Gi",
        "--group",
        "gpu count=1 cpu=8 memory=32Gi nvidia.com/gpu=1");
  }

  /** Values that name the API server by its address. */
  private Path master() throws IOException {
    return Files.writeString(
        directory.resolve("master.yaml"),
        "{scoring: {spark: {properties: {spark.master: \"k8s://%s\"}}}}".formatted(plane.server()));
  }

  private static boolean reason(JsonNode sweep, String start) {
    return sweep.path("state").asText().equals("LANDED")
        && sweep.path("reason").asText().startsWith(start);
  }

  private void assertAllThatIsLeftIsTheJob() {
    await("the end of the Job")
        .atMost(PATIENCE)
        .until(
            () ->
                plane.list(Release.NAMESPACE, "jobs").get(0).at("/status/succeeded").asInt() == 1);
    await("no executors")
        .atMost(PATIENCE)
        .until(() -> release.pods("app.kubernetes.io/component=score-executor").isEmpty());
    List<JsonNode> drivers = release.pods("app.kubernetes.io/component=score");
    assertThat(drivers).hasSize(1);
    String driver = drivers.get(0).at("/metadata/name").asText();
    assertThat(plane.tool("logs", Release.NAMESPACE + "/" + driver))
        .containsPattern(TASK_OF_AN_EXECUTOR)
        .contains("SecurityManager: authentication enabled");
    assertThat(plane.audit())
        .filteredOn(
            request ->
                request
                    .at("/user/username")
                    .asText()
                    .equals("system:serviceaccount:" + Release.NAMESPACE + ":trial-regatta-score"))
        .isNotEmpty()
        .noneMatch(request -> request.at("/responseStatus/code").asInt() == 403);
  }
}

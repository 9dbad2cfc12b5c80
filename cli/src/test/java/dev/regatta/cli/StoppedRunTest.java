package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.cluster.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own that is told to end in mid-sweep. */
@Timeout(300)
class StoppedRunTest {
  private static final int REQUESTS = 400;

  @TempDir private Path directory;

  @Test
  void whatHasLandedStaysAndTheSameCommandSendsTheRest() throws Exception {
    Path file = sweep();
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    stop(start(file, temporary), " of " + REQUESTS + " requests");
    assertThat(read("out")).contains("run the same command to go on");
    assertThat(temporary).isDirectoryNotContaining("glob:**/regatta*");

    JsonNode status = Cli.regatta("status", "--json", store()).json().get(0);
    assertThat(status.at("/completed").asInt()).isBetween(1, REQUESTS - 1);
    assertThat(status.at("/scored").asBoolean()).isFalse();
    assertThat(Cli.regatta("results", store()).exitCode()).isEqualTo(2);
    JsonNode rest = Cli.regatta("run", "--json", store(), file.toString()).json();
    assertThat(rest.at("/requestsSent/sim").asInt() + status.at("/completed").asInt())
        .isEqualTo(REQUESTS);
    assertThat(rest.at("/leaderboard/rows/0/completed").asInt()).isEqualTo(REQUESTS);
  }

  @Test
  void oneThatIsStoppedWhileItStartsEndsWithoutComplaint() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    stop(start(sweep(), temporary), "Starting the embedded broker");
    assertThat(read("err")).doesNotContain("INTERNAL", "Exception", "\tat ");
    assertThat(temporary).isDirectoryNotContaining("glob:**/regatta*");
  }

  private Path sweep() throws IOException {
    return Files.writeString(
        directory.resolve("slow.yaml"),
        """
        models: [{name: sim, runtime: simulated, options: {slots: 2, service_time_ms: 50}}]
        scenarios: [{scenario: dyck_language, args: {num_parenthesis_pairs: 3}}]
        defaults: {max_eval_instances: %d, max_train_instances: 0}
        """
            .formatted(REQUESTS));
  }

  /** Tells a run to end once it has said something. */
  private void stop(Process run, String said) throws InterruptedException {
    try {
      await().atMost(Duration.ofSeconds(120)).until(() -> read("err").contains(said));
      run.destroy();
      run.waitFor();
    } finally {
      run.destroyForcibly();
    }
    assertThat(run.exitValue()).as("ended by the signal").isEqualTo(128 + 15);
  }

  private Process start(Path file, Path temporary) throws IOException {
    JavaCommand java =
        new JavaCommand(
            "512m", List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary));
    return java.regatta(List.of("run", store(), file.toString()))
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private String store() {
    return "--store=" + directory.resolve("store");
  }
}

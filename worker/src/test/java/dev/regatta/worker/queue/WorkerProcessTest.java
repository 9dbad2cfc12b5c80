package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Json;
import dev.regatta.worker.WorkerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void saysItIsReadyAndDrainsWhenItsParentIsGone() throws Exception {
    Cluster cluster = Cluster.shared();
    cluster.createQueue("process", 1, Duration.ofSeconds(30));
    cluster.send("process", 20);
    Process process = start(arguments(cluster, "process"));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      JsonNode ready = Json.MAPPER.readTree(out.readLine());
      assertThat(ready.path("event").asText()).isEqualTo("ready");
      assertThat(ready.path("model").asText()).isEqualTo("process");
      assertThat(ready.path("simulated").asBoolean()).isTrue();
      assertThat(ready.path("slots").asInt()).isEqualTo(3);
      await().atMost(PATIENCE).until(() -> cluster.completions("process").size() == 20);
      assertThat(cluster.completions("process")).allMatch(Completion::answered);
      process.getOutputStream().close();
      assertThat(events(out)).containsExactly("draining", "stopped");
      assertThat(exitCode(process)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void drainsOnATermSignal() throws Exception {
    Cluster cluster = Cluster.shared();
    cluster.createQueue("signal", 1, Duration.ofSeconds(30));
    Process process = start(arguments(cluster, "signal"));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).contains("ready");
      process.toHandle().destroy();
      assertThat(events(out)).containsExactly("draining", "stopped");
      assertThat(exitCode(process)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void namesBadSettingsWithExitCodeTwo() throws Exception {
    Process process = start(List.of("--model", "m", "--lane", "3"));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      JsonNode failed = Json.MAPPER.readTree(out.readLine());
      assertThat(failed.path("event").asText()).isEqualTo("failed");
      assertThat(failed.path("category").asText()).isEqualTo("USER");
      assertThat(failed.path("message").asText()).contains("did you mean 'lanes'?");
      assertThat(exitCode(process)).isEqualTo(2);
    }
  }

  @Test
  void theLogTellsWhichRequestOfWhichSweepWasGivenUp(@TempDir Path directory) throws Exception {
    Cluster cluster = Cluster.shared();
    cluster.createQueue("logs", 1, Duration.ofSeconds(30));
    cluster.send("logs", 1);
    List<String> arguments = new ArrayList<>(arguments(cluster, "logs"));
    arguments.addAll(List.of("--runtime-option", "fail_permanent=1", "--id=w-7"));
    arguments.add("--log.format=json");
    Path log = directory.resolve("log");
    Process process = start(arguments, ProcessBuilder.Redirect.to(log.toFile()));
    try {
      await().atMost(PATIENCE).until(() -> cluster.completions("logs").size() == 1);
      process.toHandle().destroy();
      assertThat(exitCode(process)).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(log).stream().map(line -> Json.read(line, JsonNode.class)))
        .filteredOn(line -> line.path("message").asText().startsWith("Quarantined"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("sweep").asText()).isEqualTo("sweep");
              assertThat(line.path("model").asText()).isEqualTo("logs");
              assertThat(line.path("worker").asText()).isEqualTo("w-7");
              assertThat(line.path("request").asText()).isEqualTo("logs-0");
            });
  }

  private static List<String> arguments(Cluster cluster, String model) {
    return List.of(
        "--bootstrap",
        cluster.bootstrapServers(),
        "--model",
        model,
        "--runtime",
        "simulated",
        "--runtime-option",
        "service_time_ms=1",
        "--runtime-option",
        "slots=3",
        "--exit-with-parent");
  }

  private static Process start(List<String> arguments) throws IOException {
    return start(arguments, ProcessBuilder.Redirect.INHERIT);
  }

  private static Process start(List<String> arguments, ProcessBuilder.Redirect errors)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerMain.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(errors).start();
  }

  private static List<String> events(BufferedReader out) throws IOException {
    List<String> events = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      events.add(Json.MAPPER.readTree(line).path("event").asText());
    }
    return events;
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}

package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.cluster.Ports;
import dev.regatta.cli.cluster.TopicContents;
import dev.regatta.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator in a process of its own that is killed outright, again and again. */
class KilledCoordinatorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String MODEL = "survivor";

  private static final String SWEEP =
      """
      name: killed
      models: [{name: %s, runtime: simulated, options: {tokens: 3}}]
      scenarios: [{scenario: dyck_language, args: {num_parenthesis_pairs: 3}}]
      perturbations: [space]
      defaults: {max_eval_instances: 400, max_train_instances: 2}
      """;

  @TempDir private Path directory;
  private TestingCluster cluster;
  private int port;
  private int starts;

  @Test
  void whereverItIsKilledNoRequestIsPublishedTwiceAndTheSweepEndsAsAnUndisturbedOne()
      throws Exception {
    String file =
        Files.writeString(directory.resolve("killed.yaml"), SWEEP.formatted(MODEL)).toString();
    port = Ports.free();
    try (TestingCluster all = new TestingCluster(directory)) {
      cluster = all;
      String id;
      try (ServiceProcess coordinator = start()) {
        cluster.aggregator();
        id = remote("submit", file).json().at("/id").asText();
        coordinator.kill();
      }
      try (ServiceProcess coordinator = start()) {
        cluster.worker(MODEL, "tokens=3", "service_time_ms=20", "slots=4");
        awaitSweep(id, sweep -> !sweep.at("/state").asText().equals("SUBMITTED"));
        coordinator.kill();
      }
      try (ServiceProcess coordinator = start()) {
        awaitSweep(id, sweep -> sweep.at("/models/0/completed").asInt() >= 100);
        coordinator.kill();
      }
      try (ServiceProcess coordinator = start()) {
        awaitSweep(id, sweep -> sweep.at("/models/0/open").asInt() == 0 && planned(sweep) > 0);
        coordinator.kill();
      }
      try (ServiceProcess coordinator = start()) {
        JsonNode scored = awaitSweep(id, sweep -> sweep.at("/state").asText().equals("SCORED"));
        assertThat(scored.at("/models/0/completed").asInt()).isEqualTo(planned(scored));
        assertThat(published()).hasSize(planned(scored)).doesNotHaveDuplicates();
        String store = directory.resolve("alone").toString();
        assertThat(scored.at("/resultHash").asText())
            .isEqualTo(
                Cli.regatta("run", file, "--json", "--store", store)
                    .json()
                    .at("/resultHash")
                    .asText());
        assertThat(coordinator.terminate()).as(coordinator.log()).isZero();
      }
    }
  }

  private ServiceProcess start() throws Exception {
    ServiceProcess process =
        ServiceProcess.start(
            directory.resolve("coordinator-" + ++starts + ".log"),
            "coordinator",
            "--bootstrap=" + cluster.bootstrapServers(),
            "--store=" + cluster.store(),
            "--scratch=" + directory.resolve("scratch-" + starts),
            "--http.port=" + port,
            "--kafka=session.timeout.ms=3000",
            "--kafka=heartbeat.interval.ms=500");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(process.alive()).as(process.log()).isTrue();
              return ServiceProcess.status(port, "/readyz") == 200
                  && ServiceProcess.get(port, "/metrics")
                      .body()
                      .contains("regatta_coordinator_leads 1.0");
            });
    return process;
  }

  private Cli remote(String command, String argument) {
    return Cli.regatta(command, argument, "--server=http://127.0.0.1:" + port, "--json");
  }

  private JsonNode awaitSweep(String id, Predicate<JsonNode> until) {
    JsonNode[] last = new JsonNode[1];
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              last[0] = remote("status", id).json().get(0);
              assertThat(last[0].at("/state").asText()).as("%s", last[0]).isNotEqualTo("FAILED");
              return until.test(last[0]);
            });
    return last[0];
  }

  private static int planned(JsonNode sweep) {
    boolean complete = sweep.at("/models/0/planComplete").asBoolean();
    return complete ? sweep.at("/models/0/planned").asInt() : 0;
  }

  /** Keys of all that was ever put on the model's queue. */
  private List<String> published() {
    List<String> keys = new ArrayList<>();
    TopicContents.forEach(
        cluster.bootstrapServers(),
        Topics.requests(MODEL),
        message -> keys.add(new String(message.key(), StandardCharsets.UTF_8)));
    return keys;
  }
}

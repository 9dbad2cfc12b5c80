package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.TestingCluster.CoordinatorMember;
import dev.regatta.cli.TestingCluster.Member;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps in a cluster, commanded as a user does it: over HTTP by the command line. */
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** 60 originals and 60 copies in one run; the slow ones take some seconds at 4 slots of 50 ms. */
  private static final String SWEEP =
      """
      name: %1$s
      models: [{name: %1$s, runtime: simulated, options: {tokens: 3}}]
      scenarios: [{scenario: dyck_language, args: {num_parenthesis_pairs: 3}}]
      perturbations: [space]
      defaults: {max_eval_instances: 60, max_train_instances: 2}
      """;

  private static final String[] SLOW = {"tokens=3", "service_time_ms=50", "slots=2"};

  @TempDir static Path directory;
  private static TestingCluster cluster;
  private static CoordinatorMember coordinator;

  @BeforeAll
  static void start() {
    cluster = new TestingCluster(directory);
    coordinator = cluster.coordinator("--sweeps.concurrent=4");
    cluster.aggregator();
    await().atMost(PATIENCE).until(coordinator::leads);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void aSubmittedSweepIsScoredWithItsLocalDataAndScoresAsOnOneMachine() throws Exception {
    Path files = Files.createDirectories(directory.resolve("own/scenarios"));
    Files.createDirectories(directory.resolve("own/data"));
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      data.append("{\"question\": \"What is ").append(i).append(" and one?\", \"answer\": \"");
      data.append(i + 1).append("\"}\n");
    }
    Files.writeString(directory.resolve("own/data/sums.jsonl"), data);
    Files.writeString(
        files.resolve("sums.yaml"),
        """
        splits: {test: ../data/sums.jsonl}
        input: question
        references: answer
        """);
    String file =
        Files.writeString(
                directory.resolve("own/local.yaml"),
                SWEEP
                    .formatted("local")
                    .replace("scenarios: [", "scenarios: [scenarios/sums.yaml, ")
                    .replace("max_train_instances: 2", "max_train_instances: 0"))
            .toString();
    // Nobody serves the model yet: the sweep waits and says why.
    JsonNode submitted = remote("submit", file).json();
    String id = submitted.at("/id").asText();
    awaitSweep(
        id,
        sweep -> sweep.at("/reason").asText().contains("waits for a worker of the model local"));

    cluster.worker("local", "tokens=3");
    Cli waited = remote("submit", file, "--wait");
    assertThat(waited.exitCode()).as(waited.err()).isZero();
    JsonNode scored = waited.json();
    assertThat(scored.at("/id").asText()).as("the same files are the same sweep").isEqualTo(id);
    assertThat(scored.at("/state").asText()).isEqualTo("SCORED");
    assertThat(scored.at("/models/0/completed").asInt())
        .isEqualTo(scored.at("/models/0/planned").asInt())
        .isPositive();
    assertThat(scored.at("/resultHash").asText()).isEqualTo(alone(file));

    assertThat(remote("status", id).json().at("/0/state").asText()).isEqualTo("SCORED");
    assertThat(remote("status", id, "--watch").json().at("/state").asText()).isEqualTo("SCORED");
    Cli results = Cli.regatta("results", id, "--store", cluster.store());
    assertThat(results.out()).contains("sums", "dyck_language");
    JsonNode workers = remote("workers").json();
    assertThat(workers.at("/workers").findValuesAsText("model")).contains("local");
    assertThat(workers.at("/queues").findValuesAsText("model")).contains("local");
    assertThat(find(get("/api/v1/models").at("/models"), "local"))
        .hasValueSatisfying(
            model -> {
              assertThat(model.at("/runtime").asText()).isEqualTo("simulated");
              assertThat(model.at("/workers").asInt()).isOne();
              assertThat(model.at("/agree").asBoolean()).isTrue();
            });
  }

  private static JsonNode get(String path) throws Exception {
    int port = URI.create(coordinator.url()).getPort();
    return Json.read(ServiceProcess.get(port, path).body(), JsonNode.class);
  }

  @Test
  void aSweepThatIsPausedAndCancelledAndResumedEndsAsAnUndisturbedOne() throws IOException {
    String file = sweep("disturbed");
    cluster.worker("disturbed", SLOW);
    String id = remote("submit", file).json().at("/id").asText();
    awaitSweep(id, sweep -> completed(sweep) >= 10);

    JsonNode paused = remote("pause", id).json();
    assertThat(paused.at("/state").asText()).isEqualTo("PAUSED");
    assertThat(paused.at("/epoch").asInt()).isEqualTo(1);
    // Workers drop what is queued of it: nothing is left on the queue, nothing was answered.
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(queue("disturbed").at("/queued").asLong()).isZero());
    assertThat(rows(id)).isLessThan(planned(id));
    assertThat(remote("pause", id).exitCode()).as("it is paused already").isEqualTo(2);

    remote("resume", id);
    awaitSweep(
        id, sweep -> sweep.at("/state").asText().equals("RUNNING") && completed(sweep) >= 20);
    remote("cancel", id);
    awaitSweep(id, sweep -> sweep.at("/state").asText().equals("CANCELLED"));
    remote("resume", id);

    JsonNode scored = awaitSweep(id, sweep -> sweep.at("/state").asText().equals("SCORED"));
    assertThat(completed(scored)).isEqualTo(planned(id));
    assertThat(rows(id)).as("each request once").isEqualTo(planned(id));
    assertThat(scored.at("/resultHash").asText()).isEqualTo(alone(file));
  }

  @Test
  void quarantinedRequestsAreRetriedAndNoOther() throws IOException {
    String file = sweep("poison");
    String id;
    int quarantined;
    Member failing = cluster.worker("poison", "tokens=3", "fail_permanent=0.3");
    try (failing) {
      JsonNode scored = remote("submit", file, "--wait").json();
      id = scored.at("/id").asText();
      quarantined = scored.at("/models/0/quarantined").asInt();
      assertThat(quarantined).isPositive();
    }
    cluster.worker("poison", "tokens=3");
    JsonNode retried = remote("retry", id).json();
    assertThat(retried.at("/epoch").asInt()).isEqualTo(1);
    JsonNode scored = awaitSweep(id, sweep -> sweep.at("/state").asText().equals("SCORED"));
    assertThat(scored.at("/models/0/quarantined").asInt()).isZero();
    assertThat(completed(scored)).isEqualTo(planned(id));
    assertThat(scored.at("/resultHash").asText()).isEqualTo(alone(file));
    assertThat(worker("poison").at("/answered").asInt()).isEqualTo(quarantined);

    Cli again = remote("retry", id);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("no quarantined requests");
  }

  @Test
  void anotherCoordinatorTakesOverInMidSweep() throws IOException {
    try (TestingCluster two = new TestingCluster(directory.resolve("two"))) {
      CoordinatorMember first = two.coordinator();
      await().atMost(PATIENCE).until(first::leads);
      CoordinatorMember second = two.coordinator();
      two.aggregator();
      two.worker("handover", SLOW);
      String file = sweep("handover");
      JsonNode submitted = remote(first, "submit", file).json();
      String id = submitted.at("/id").asText();
      awaitSweep(first, id, sweep -> completed(sweep) >= 10);

      assertThat(second.leads()).isFalse();
      assertThat(remote(second, "status", id).json().at("/0/id").asText())
          .as("a standby answers questions")
          .isEqualTo(id);
      assertThat(remote(second, "submit", file).json().at("/id").asText())
          .as("a standby hands on what the leader has to do")
          .isEqualTo(id);
      assertThat(remote(second, "pause", id).json().at("/epoch").asInt()).isEqualTo(1);
      assertThat(remote(second, "resume", id).json().at("/epoch").asInt()).isEqualTo(2);
      Cli refused = remote(second, "pause", "nosuch");
      assertThat(refused.exitCode()).isEqualTo(2);

      first.close();
      await().atMost(PATIENCE).until(second::leads);
      JsonNode scored =
          awaitSweep(second, id, sweep -> sweep.at("/state").asText().equals("SCORED"));
      assertThat(completed(scored)).isEqualTo(scored.at("/models/0/planned").asInt());
      assertThat(scored.at("/epoch").asInt()).isEqualTo(2);
      assertThat(scored.at("/resultHash").asText()).isEqualTo(alone(file));
    }
  }

  /** The result hash of the sweep file where nothing disturbs it. */
  private static String alone(String file) {
    Path store = directory.resolve("alone-" + Path.of(file).getFileName());
    Cli run = Cli.regatta("run", file, "--json", "--store", store.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().at("/resultHash").asText();
  }

  private static String sweep(String name) throws IOException {
    return Files.writeString(directory.resolve(name + ".yaml"), SWEEP.formatted(name)).toString();
  }

  private static Cli remote(String command, String... arguments) {
    return remote(coordinator, command, arguments);
  }

  private static Cli remote(CoordinatorMember server, String command, String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = command;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--server=" + server.url();
    all[arguments.length + 2] = "--json";
    all[arguments.length + 3] = "--token-file=" + token();
    return Cli.regatta(all);
  }

  /** No coordinator here asks for one. */
  private static Path token() {
    try {
      return Files.writeString(directory.resolve("token"), "anything");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode awaitSweep(String id, Predicate<JsonNode> until) {
    return awaitSweep(coordinator, id, until);
  }

  private static JsonNode awaitSweep(
      CoordinatorMember server, String id, Predicate<JsonNode> until) {
    JsonNode[] last = new JsonNode[1];
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Cli status = remote(server, "status", id);
              if (status.exitCode() != 0) {
                return false;
              }
              last[0] = status.json().get(0);
              assertThat(last[0].at("/state").asText()).as("%s", last[0]).isNotEqualTo("FAILED");
              return until.test(last[0]);
            });
    return last[0];
  }

  private static int completed(JsonNode sweep) {
    return sweep.at("/models/0/completed").asInt();
  }

  private static int planned(String id) {
    return remote("status", id).json().at("/0/models/0/planned").asInt();
  }

  /** Answers of a sweep in the store. */
  private static int rows(String id) {
    String sql = "SELECT count(*) AS n FROM completions WHERE sweep = '" + id + "'";
    return Cli.regatta("query", "--json", "--store", cluster.store(), sql)
        .json()
        .at("/0/n")
        .asInt();
  }

  private static JsonNode queue(String model) {
    return find(remote("workers").json().at("/queues"), model).orElseThrow();
  }

  private static JsonNode worker(String model) {
    JsonNode[] found = new JsonNode[1];
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              find(remote("workers").json().at("/workers"), model).ifPresent(w -> found[0] = w);
              return found[0] != null && found[0].at("/answered").asInt() > 0;
            });
    return found[0];
  }

  private static Optional<JsonNode> find(JsonNode list, String model) {
    for (JsonNode each : list) {
      if (each.at("/model").asText().equals(model)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}

package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.TestingCluster.CoordinatorMember;
import dev.regatta.cli.TestingCluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose aggregator leaves the scoring to whoever reads what the status says. */
class ScoredElsewhereTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String WAITS = "waits to be scored elsewhere: ";
  private static final String SWEEP =
      """
      name: elsewhere
      models: [{name: elsewhere, runtime: simulated, options: {tokens: 3}}]
      scenarios: [{scenario: dyck_language, args: {num_parenthesis_pairs: 3}}]
      perturbations: [space]
      defaults: {max_eval_instances: 60, max_train_instances: 2}
      """;

  @TempDir private Path directory;
  private CoordinatorMember coordinator;

  @Test
  void aSweepLandsAndWaitsUntilItsStoreIsScoredAlsoAfterARetry() throws IOException {
    String file = Files.writeString(directory.resolve("sweep.yaml"), SWEEP).toString();
    try (TestingCluster cluster = new TestingCluster(directory.resolve("cluster"))) {
      coordinator = cluster.coordinator();
      Member aggregator = cluster.aggregator("--scoring.where=elsewhere");
      await().atMost(PATIENCE).until(coordinator::leads);
      String id;
      JsonNode waiting;
      try (Member failing = cluster.worker("elsewhere", "tokens=3", "fail_permanent=0.3")) {
        id = remote("submit", file).json().at("/id").asText();
        waiting = awaitState(id, "LANDED", WAITS);
      }
      int quarantined = waiting.at("/models/0/quarantined").asInt();
      assertThat(quarantined).isPositive();
      assertThat(waiting.at("/reason").asText())
          .isEqualTo(WAITS + "regatta score " + id + " --store " + cluster.store());
      assertThat(remote("status").json().at("/sweeps/0/reason").asText()).startsWith(WAITS);

      String first = score(id, cluster);
      assertThat(awaitState(id, "SCORED", "").at("/resultHash").asText()).isEqualTo(first);

      cluster.worker("elsewhere", "tokens=3");
      remote("retry", id);
      waiting = awaitState(id, "LANDED", WAITS);
      assertThat(waiting.at("/models/0/quarantined").asInt()).isZero();
      assertThat(waiting.at("/resultHash").isMissingNode() || waiting.at("/resultHash").isNull())
          .as("the results from before the retry are none: %s", waiting)
          .isTrue();
      // Whoever takes over finds them in the store too, and takes them no more.
      aggregator.close();
      cluster.aggregator("--scoring.where=elsewhere", "--scoring.command=score {sweep} now");
      awaitState(id, "LANDED", WAITS + "score " + id + " now");

      String second = score(id, cluster);
      JsonNode scored = awaitState(id, "SCORED", "");
      assertThat(scored.at("/resultHash").asText()).isEqualTo(second).isNotEqualTo(first);
      assertThat(second).as("as scored by an aggregator").isEqualTo(alone(file));
    }
  }

  private static String score(String id, TestingCluster cluster) {
    Cli score = Cli.regatta("score", id, "--store", cluster.store(), "--json");
    assertThat(score.exitCode()).as(score.err()).isZero();
    return score.json().at("/hash").asText();
  }

  private String alone(String file) {
    Path store = directory.resolve("alone");
    return Cli.regatta("run", file, "--json", "--store", store.toString())
        .json()
        .at("/resultHash")
        .asText();
  }

  private JsonNode awaitState(String id, String state, String reason) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> remote("status", id).json().at("/0"),
            sweep ->
                sweep.at("/state").asText().equals(state)
                    && sweep.at("/reason").asText().startsWith(reason));
  }

  private Cli remote(String... command) {
    String[] all = Arrays.copyOf(command, command.length + 2);
    all[command.length] = "--server=" + coordinator.url();
    all[command.length + 1] = "--json";
    return Cli.regatta(all);
  }
}

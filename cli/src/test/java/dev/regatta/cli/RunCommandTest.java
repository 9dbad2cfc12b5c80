package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sweeps through a real broker, real Parquet and real Spark, with the simulated model. */
class RunCommandTest {
  private static final String SWEEP =
      """
      name: test
      models:
        - {name: sim, runtime: simulated, options: {%s}}
      scenarios:
        - {scenario: dyck_language, args: {num_parenthesis_pairs: 3}}
        - scenario: synthetic_reasoning
          args: {mode: pattern_match}
          adapter: {num_train_trials: 2}
      adapters:
        - {name: 0-shot, max_train_instances: 0}
        - {name: 3-shot, max_train_instances: 3}
      perturbations: [space]
      defaults: {max_eval_instances: 30}
      """;

  /** Dyck: 2 variants x 30 originals and 30 copies; synthetic reasoning: the same twice over. */
  private static final int ROWS = 2 * 60 + 2 * 2 * 60;

  @TempDir private Path directory;

  @Test
  void aSweepRunsToItsLeaderboardAndIsNotAskedTwice() throws IOException {
    String file = sweep("tokens: 3");
    JsonNode first = run(file, "store");
    assertThat(first.at("/state").asText()).isEqualTo("LANDED");
    assertThat(first.at("/leaderboard/rows")).hasSize(2);
    long planned = 0;
    for (JsonNode row : first.at("/leaderboard/rows")) {
      assertThat(row.at("/completed").asLong()).isEqualTo(row.at("/planned").asLong());
      assertThat(row.at("/simulated").asBoolean()).isTrue();
      assertThat(row.at("/accuracy/n").asLong()).isEqualTo(60);
      planned += row.at("/planned").asLong();
    }
    assertThat(planned).isEqualTo(ROWS);
    assertThat(first.at("/requestsSent/sim").asInt()).isBetween(1, ROWS);

    JsonNode second = run(file, "store");
    assertThat(second.at("/requestsSent/sim").asInt()).isZero();
    assertThat(second.at("/leaderboard")).isEqualTo(first.at("/leaderboard"));

    Cli text = Cli.regatta("run", file, "--store", path("store"));
    assertThat(text.out())
        .contains("0 requests sent", "sim (simulated)", "accuracy", "regatta query");
    readCommands(first.at("/sweep").asText());
  }

  private void readCommands(String sweep) {
    Cli status = Cli.regatta("status", "--json", "--store", path("store"));
    JsonNode model = status.json().get(0);
    assertThat(model.at("/completed").asInt()).isEqualTo(model.at("/planned").asInt()).isPositive();
    assertThat(Cli.regatta("results", sweep, "--store", path("store")).out())
        .contains("dyck_language");
    Cli query =
        Cli.regatta(
            "query",
            "--json",
            "--store",
            path("store"),
            "SELECT count(*) AS n, count(DISTINCT request_id) AS ids FROM completions");
    assertThat(query.json().at("/0/n").asLong())
        .isEqualTo(query.json().at("/0/ids").asLong())
        .isEqualTo(model.at("/planned").asLong());
    Cli plan =
        Cli.regatta(
            "plan", "--json", "--store", path("store"), directory.resolve("sweep.yaml").toString());
    assertThat(plan.json().at("/models/0/toSend").asLong()).isZero();
  }

  @Test
  void scoresDoNotDependOnWorkersLanesPartitionsOrFailures() throws IOException {
    String calm = sweep("tokens: 3");
    List<String> hashes = new ArrayList<>();
    hashes.add(hash(run(calm, "one")));
    hashes.add(hash(run(calm, "two", "--workers", "2", "--lanes", "1", "--partitions", "1")));
    hashes.add(hash(run(calm, "seven", "--workers", "7", "--lanes", "3", "--partitions", "5")));
    // Requests that fail at first are asked again; the answers are the same.
    hashes.add(hash(run(sweep("tokens: 3, fail_transient: 0.2"), "disturbed")));
    assertThat(hashes.get(0)).hasSize(64);
    assertThat(hashes).containsOnly(hashes.get(0));
  }

  @Test
  void whatCannotBeAnsweredIsQuarantinedAndShownInTheCoverage() throws IOException {
    JsonNode report = run(sweep("tokens: 3, fail_permanent: 0.1"), "store");
    long planned = 0;
    long quarantined = 0;
    for (JsonNode row : report.at("/leaderboard/rows")) {
      planned += row.at("/planned").asLong();
      quarantined += row.at("/quarantined").asLong();
      assertThat(row.at("/completed").asLong() + row.at("/quarantined").asLong())
          .isEqualTo(row.at("/planned").asLong());
    }
    assertThat(planned).isEqualTo(ROWS);
    assertThat(quarantined).isBetween(1L, (long) ROWS / 2);
    Cli query =
        Cli.regatta(
            "query",
            "--json",
            "--store",
            path("store"),
            "SELECT count(*) AS n, min(length(error_message)) AS shortest FROM quarantine");
    assertThat(query.json().at("/0/n").asLong()).isEqualTo(quarantined);
    assertThat(query.json().at("/0/shortest").asLong()).isPositive();
  }

  @Test
  void aWrongFileEndsWithTwoAndWritesNothing() throws IOException {
    Path file = directory.resolve("wrong.yaml");
    Files.writeString(
        file,
        """
        models: [{name: sim, runtim: simulated}]
        scenarios: [{scenario: dyck_langage}]
        """);
    Cli wrong = Cli.regatta("run", file.toString(), "--store", path("store"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("wrong.yaml:1", "runtime", "wrong.yaml:2", "dyck_language");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @Test
  void aPlanBeyondItsBudgetIsRefused() throws IOException {
    Path file = Path.of(sweep("tokens: 3"));
    Files.writeString(file, Files.readString(file) + "budget: {max_requests: 10}\n");
    Cli refused = Cli.regatta("run", file.toString(), "--store", path("store"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("budget.max_requests", "at most 10");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @Test
  void realDataSetsRunFromTheirExampleScenarioFiles() throws IOException {
    Path data = SharedData.directory().orElse(null);
    assumeTrue(data != null, "the shared data sets are not beside this checkout");
    Path scenarios = Path.of("..", "examples", "scenarios").toAbsolutePath().normalize();
    Path file = directory.resolve("real.yaml");
    Files.writeString(
        file,
        """
        models: [{name: sim, runtime: simulated}]
        scenarios:
          - {scenario: %1$s/mmlu.yaml, args: {data: %2$s/mmlu, subject: [anatomy, philosophy]}}
          - {scenario: %1$s/gsm8k.yaml, args: {data: %2$s/gsm8k}}
          - {scenario: %1$s/boolq.yaml, args: {data: %2$s/boolq}}
          - {scenario: %1$s/bbq.yaml, args: {data: %2$s/bbq}}
        defaults: {max_eval_instances: 20}
        """
            .formatted(scenarios, data));
    JsonNode report = run(file.toString(), "store");
    assertThat(report.at("/leaderboard/rows/0/scenarios"))
        .hasSize(5)
        .allSatisfy(run -> assertThat(run.at("/scored").asLong()).isEqualTo(20));
  }

  private String sweep(String options) throws IOException {
    return Files.writeString(directory.resolve("sweep.yaml"), SWEEP.formatted(options)).toString();
  }

  private JsonNode run(String file, String store, String... options) {
    String[] args =
        Stream.concat(Stream.of("run", file, "--json", "--store", path(store)), Stream.of(options))
            .toArray(String[]::new);
    Cli run = Cli.regatta(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private static String hash(JsonNode report) {
    return report.at("/resultHash").asText();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }
}

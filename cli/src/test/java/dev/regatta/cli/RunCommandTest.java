package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import dev.regatta.store.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  /** The sweep would take minutes: that nobody lands its answers is told at once. */
  @Test
  @Timeout(90)
  void aStoreThatTakesNoAnswersEndsTheRunWithTheReason() throws IOException {
    Path completions = Files.createDirectories(directory.resolve("store/completions"));
    Path inTheWay = Files.writeString(completions.resolve("model=sim"), "not a directory");
    Cli run =
        Cli.regatta(
            "run",
            sweep("service_time_ms: 1000, slots: 1"),
            "--store",
            directory.resolve("store").toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("RESOURCE: ", inTheWay.toString());
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
  void quarantinedRequestsAreSentAgainWhereAsked() throws IOException {
    String file = sweep("tokens: 3");
    JsonNode calm = run(file, "store");
    String sweep = calm.at("/sweep").asText();
    long quarantined = giveUpEveryThird(Store.open(path("store")), sweep);

    Cli again = Cli.regatta("run", file, "--store", path("store"));
    assertThat(again.out()).contains("0 requests sent", "--retry-quarantined");
    assertThat(status().at("/quarantined").asLong()).isEqualTo(quarantined).isPositive();

    JsonNode retried = run(file, "store", "--retry-quarantined");
    assertThat(retried.at("/requestsSent/sim").asLong()).isEqualTo(quarantined);
    assertThat(hash(retried)).isEqualTo(hash(calm));
    assertThat(status().at("/quarantined").asLong()).isZero();
    assertThat(status().at("/completed")).isEqualTo(status().at("/planned"));
    String sql =
        "SELECT (SELECT count(*) FROM quarantine) AS given_up, count(*) AS n,"
            + " count(error_category) AS failed FROM completions";
    JsonNode counts = Cli.regatta("query", "--json", "--store", path("store"), sql).json().at("/0");
    assertThat(counts.at("/given_up").asLong() + counts.at("/failed").asLong()).isZero();
    assertThat(counts.at("/n").asLong()).isEqualTo(status().at("/planned").asLong());
    assertThat(run(file, "store", "--retry-quarantined").at("/requestsSent/sim").asInt()).isZero();
  }

  private JsonNode status() {
    return Cli.regatta("status", "--json", "--store", path("store")).json().get(0);
  }

  /** Rewrites the completions as if the workers had failed on some, and forgets the scores. */
  private static long giveUpEveryThird(Store store, String sweep) {
    List<String> columns = Tables.COMPLETIONS.columns().stream().map(Column::name).toList();
    List<Object[]> completions = new ArrayList<>();
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of("model", "sim"))) {
      rows.forEach(row -> completions.add(row.clone()));
    }
    store.files(Tables.COMPLETIONS, Map.of()).forEach(store::delete);
    store.forgetScores(sweep);
    long quarantined = 0;
    try (TableWriter writer =
        store.write(Tables.COMPLETIONS, Map.of("model", "sim"), "rewritten.parquet")) {
      for (Object[] row : completions) {
        if ((Long) row[Tables.COMPLETIONS.index("ordinal")] % 3 == 0) {
          row[Tables.COMPLETIONS.index("outputs")] = List.of();
          row[Tables.COMPLETIONS.index("error_category")] = "MODEL";
          row[Tables.COMPLETIONS.index("error_message")] = "given up";
          quarantined++;
        }
        writer.write(row);
      }
      writer.commit();
    }
    return quarantined;
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

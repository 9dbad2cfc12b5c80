package dev.regatta.aggregator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.aggregator.report.Leaderboard.Comparison;
import dev.regatta.aggregator.report.Leaderboard.Rank;
import dev.regatta.aggregator.report.Leaderboard.Row;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Scoring;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three models, two scenarios of 40 questions; four questions each are about one passage. */
class LeaderboardReaderTest {
  private static final String SWEEP = "s";
  private static final int QUESTIONS = 40;
  private static final List<String> MODELS = List.of("good", "fair", "poor");
  private static final int[] RIGHT = {30, 18, 16};

  @TempDir private Path directory;
  private Store store;

  @BeforeEach
  void write() {
    store = Store.open(directory.toString());
    List<Object[]> runs = new ArrayList<>();
    List<Object[]> stats = new ArrayList<>();
    List<Object[]> scores = new ArrayList<>();
    List<Object[]> instances = new ArrayList<>();
    for (int model = 0; model < MODELS.size(); model++) {
      for (String scenario : List.of("reading", "sums")) {
        String run = scenario + ":model=" + MODELS.get(model);
        runs.add(run(run, MODELS.get(model), scenario));
        stats.add(stat(run, MODELS.get(model), RIGHT[model] / (double) QUESTIONS));
        for (int i = 0; i < QUESTIONS; i++) {
          double score = i < RIGHT[model] ? 1 : 0;
          scores.add(score(run, MODELS.get(model), "id" + i, score));
          instances.add(instance(run, i));
        }
      }
    }
    try (TableWriter writer =
        store.write(Tables.INSTANCES, Map.of("sweep", SWEEP), "part.parquet")) {
      instances.forEach(writer::write);
      writer.commit();
    }
    Scoring scoring = store.score(SWEEP);
    write(scoring, Tables.RUNS, runs);
    write(scoring, Tables.STATS, stats);
    write(scoring, Tables.INSTANCE_STATS, scores);
    write(scoring, Tables.QUARANTINE, List.of());
    scoring.commit();
  }

  @Test
  void rowsAreRankedAndPairsCompared() {
    Leaderboard leaderboard = new LeaderboardReader(store).read(SWEEP);
    assertThat(leaderboard.rows()).extracting(Row::model).isEqualTo(MODELS);
    Rank first = leaderboard.rows().get(0).rank();
    assertThat(first).isEqualTo(new Rank(1, 1, 1, 2L * QUESTIONS));
    assertThat(leaderboard.rows().get(2).rank().rank()).isEqualTo(3);
    // Three pairs, each over all scenarios and in two of them.
    assertThat(leaderboard.comparisons()).hasSize(9);
    Comparison overall = leaderboard.comparisons().get(0);
    assertThat(overall.scenario()).isNull();
    assertThat(overall.difference().value()).isCloseTo(0.3, within(1e-12));
    Comparison reading = leaderboard.comparisons().get(1);
    assertThat(reading.runA()).isEqualTo("reading:model=good");
    assertThat(reading.runB()).isEqualTo("reading:model=fair");
    // Twelve discordant pairs, all to one side.
    assertThat(reading.pValue()).isEqualTo(2 / 4096.0);
    assertThat(reading.detectable()).isBetween(0.15, 0.25);
  }

  @Test
  void pValuesAreAdjustedOverTheLeaderboard() {
    List<Comparison> comparisons = new LeaderboardReader(store).read(SWEEP).comparisons();
    double least = comparisons.stream().mapToDouble(Comparison::pValue).min().orElseThrow();
    assertThat(comparisons).allSatisfy(c -> assertThat(c.pHolm()).isBetween(c.pValue(), 1.0));
    assertThat(comparisons)
        .filteredOn(c -> c.pValue() == least)
        .allSatisfy(c -> assertThat(c.pHolm()).isCloseTo(9 * least, within(1e-12)));
    assertThat(comparisons)
        .filteredOn(c -> c.a().equals("fair") && c.scenario() != null)
        .hasSize(2)
        .allSatisfy(c -> assertThat(c.pValue()).isEqualTo(0.5));
  }

  @Test
  void clusteringWidensWhatHangsTogether() {
    LeaderboardReader reader = new LeaderboardReader(store);
    Leaderboard alone = reader.read(SWEEP);
    Leaderboard clustered = reader.read(SWEEP, Optional.of("passage"));
    assertThat(clustered.clusteredBy()).isEqualTo("passage");
    for (int row = 0; row < MODELS.size(); row++) {
      Score accuracy = clustered.rows().get(row).accuracy();
      assertThat(accuracy.value()).isEqualTo(alone.rows().get(row).accuracy().value());
      // Questions of a passage are right or wrong together but for one passage.
      assertThat(accuracy.stderr()).isGreaterThan(1.5 * alone.rows().get(row).accuracy().stderr());
    }
    Comparison reading = clustered.comparisons().get(1);
    assertThat(reading.test()).isEqualTo("sign flips");
    // Passages 4 to 7 differ, two questions of the first and of the last: 16 flips, two as far.
    assertThat(reading.pValue()).isEqualTo(2 / 16.0);
  }

  @Test
  void anUnknownColumnIsNamed() {
    assertThatThrownBy(() -> new LeaderboardReader(store).read(SWEEP, Optional.of("pasage")))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("--cluster-by pasage")
        .hasMessageContaining("did you mean 'passage'?");
  }

  private static void write(Scoring scoring, Table table, List<Object[]> rows) {
    try (TableWriter writer = scoring.write(table, "part.parquet")) {
      rows.forEach(writer::write);
      writer.commit();
    }
  }

  private static Object[] run(String run, String model, String scenario) {
    return row(
        Tables.RUNS,
        Map.ofEntries(
            Map.entry("run", run),
            Map.entry("model", model),
            Map.entry("scenario", scenario),
            Map.entry("label", ""),
            Map.entry("method", "generation"),
            Map.entry("main_metric", "exact_match"),
            Map.entry("groups", List.of(scenario)),
            Map.entry("planned", (long) QUESTIONS),
            Map.entry("completed", (long) QUESTIONS),
            Map.entry("quarantined", 0L),
            Map.entry("instances", (long) QUESTIONS),
            Map.entry("scored", (long) QUESTIONS),
            Map.entry("model_revision", "1"),
            Map.entry("runtime", "fake"),
            Map.entry("simulated", false),
            Map.entry("spec", "{}")));
  }

  private static Object[] stat(String run, String model, double mean) {
    return row(
        Tables.STATS,
        Map.ofEntries(
            Map.entry("run", run),
            Map.entry("model", model),
            Map.entry("metric", "exact_match"),
            Map.entry("split", "test"),
            Map.entry("count", 1L),
            Map.entry("sum", mean),
            Map.entry("sum_squared", mean * mean),
            Map.entry("mean", mean),
            Map.entry("n", (long) QUESTIONS),
            Map.entry("stderr", Math.sqrt(mean * (1 - mean) / (QUESTIONS - 1))),
            Map.entry("ci_low", mean - 0.1),
            Map.entry("ci_high", mean + 0.1)));
  }

  private static Object[] score(String run, String model, String id, double score) {
    return row(
        Tables.INSTANCE_STATS,
        Map.of(
            "run",
            run,
            "model",
            model,
            "instance_id",
            id,
            "split",
            "test",
            "trial",
            0,
            "scores",
            Map.of("exact_match", score)));
  }

  private static Object[] instance(String run, int i) {
    return row(
        Tables.INSTANCES,
        Map.of(
            "run",
            run,
            "instance_ordinal",
            (long) i,
            "instance_id",
            "id" + i,
            "split",
            "test",
            "input",
            "question " + i,
            "references",
            List.of(),
            "extra",
            "{\"passage\":" + i / 4 + "}"));
  }

  private static Object[] row(Table table, Map<String, Object> values) {
    return table.columns().stream().map(Column::name).map(values::get).toArray();
  }
}

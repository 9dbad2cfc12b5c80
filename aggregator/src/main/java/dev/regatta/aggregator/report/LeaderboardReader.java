package dev.regatta.aggregator.report;

import dev.regatta.aggregator.report.Leaderboard.Rank;
import dev.regatta.aggregator.report.Leaderboard.Row;
import dev.regatta.aggregator.report.Leaderboard.ScenarioRow;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the leaderboard of a scored sweep from the tables {@code runs}, {@code stats} and others.
 */
public final class LeaderboardReader {
  private static final String CALIBRATION = "ece_10_bin";
  private static final String SECONDS = "inference_runtime";
  private static final String ROBUSTNESS = "robustness";
  private static final String FAIRNESS = "fairness";

  /** Scores beyond which rows are not compared: they have to be in memory together. */
  private static final long MOST_COMPARED = 5_000_000;

  private final Store store;

  public LeaderboardReader(Store store) {
    this.store = store;
  }

  /** The leaderboard of a sweep that has been scored; empty rows for one that has not. */
  public Leaderboard read(String sweep) {
    return read(sweep, Optional.empty());
  }

  /**
   * The same with intervals and tests of accuracy for instances that hang together.
   *
   * @param clusterBy column of the table {@code instances}, or field of its {@code extra}, that
   *     such instances have the same value of; USER error where none has one
   */
  public Leaderboard read(String sweep, Optional<String> clusterBy) {
    List<Run> runs = runs(sweep);
    Map<String, List<Run>> byRow =
        runs.stream()
            .collect(Collectors.groupingBy(Run::row, LinkedHashMap::new, Collectors.toList()));
    StatRows stats = new StatRows(store, sweep);
    boolean compared =
        byRow.size() > 1 && runs.stream().mapToLong(Run::scored).sum() <= MOST_COMPARED;
    InstanceScores scores =
        new InstanceScores(clusterBy.map(by -> ClusterColumn.read(store, sweep, by)));
    if (compared || clusterBy.isPresent()) {
      scores.read(store, sweep, runs);
    }
    List<Row> rows =
        byRow.values().stream()
            .map(row -> row(row, stats, clusterBy.map(by -> scores)))
            .sorted(Comparator.comparing(LeaderboardReader::accuracy).reversed())
            .toList();
    if (!compared) {
      return new Leaderboard(sweep, clusterBy.orElse(null), rows, List.of());
    }
    List<List<Run>> inOrder =
        rows.stream().map(row -> byRow.get(Run.row(row.model(), row.label()))).toList();
    return new Leaderboard(
        sweep,
        clusterBy.orElse(null),
        ranked(rows, Ranks.of(inOrder, scores)),
        Comparisons.of(inOrder, scores));
  }

  private static List<Row> ranked(List<Row> rows, List<Rank> ranks) {
    return ranks.isEmpty()
        ? rows
        : IntStream.range(0, rows.size()).mapToObj(i -> rows.get(i).ranked(ranks.get(i))).toList();
  }

  private List<Run> runs(String sweep) {
    List<Run> runs = new ArrayList<>();
    try (TableReader rows = store.read(Tables.RUNS, Run.COLUMNS, Map.of("sweep", sweep))) {
      rows.forEach(row -> runs.add(Run.of(row)));
    }
    return runs;
  }

  private static double accuracy(Row row) {
    return row.accuracy() == null ? Double.NEGATIVE_INFINITY : row.accuracy().value();
  }

  private static Row row(List<Run> runs, StatRows stats, Optional<InstanceScores> clustered) {
    List<ScenarioRow> scenarios =
        runs.stream().map(run -> scenarioRow(run, stats, clustered)).toList();
    Run first = runs.get(0);
    return new Row(
        first.model(),
        first.label(),
        null,
        macro(scenarios, ScenarioRow::accuracy),
        macro(scenarios, ScenarioRow::calibration),
        macro(scenarios, ScenarioRow::robustness),
        macro(scenarios, ScenarioRow::fairness),
        macro(scenarios, ScenarioRow::secondsPerRequest),
        runs.stream().mapToLong(Run::planned).sum(),
        runs.stream().mapToLong(Run::completed).sum(),
        runs.stream().mapToLong(Run::quarantined).sum(),
        first.simulated(),
        scenarios);
  }

  private static Score macro(List<ScenarioRow> scenarios, Function<ScenarioRow, Score> column) {
    return Score.macro(scenarios.stream().map(column).filter(Objects::nonNull).toList());
  }

  private static ScenarioRow scenarioRow(
      Run run, StatRows stats, Optional<InstanceScores> clustered) {
    Score accuracy = stats.original(run.name(), run.metric());
    return new ScenarioRow(
        run.scenario(),
        run.name(),
        run.metric(),
        accuracy == null ? null : clustered.map(s -> s.clustered(run, accuracy)).orElse(accuracy),
        stats.original(run.name(), CALIBRATION),
        stats.worst(run.name(), run.metric(), ROBUSTNESS),
        stats.worst(run.name(), run.metric(), FAIRNESS),
        stats.original(run.name(), SECONDS),
        run.instances(),
        run.scored());
  }
}

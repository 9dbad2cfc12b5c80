package dev.regatta.aggregator.report;

import dev.regatta.aggregator.report.Leaderboard.Comparison;
import dev.regatta.aggregator.report.Leaderboard.Row;
import dev.regatta.aggregator.report.Leaderboard.ScenarioRow;
import dev.regatta.aggregator.statistics.PairedComparison;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the leaderboard of a scored sweep from the tables {@code runs}, {@code stats} and others.
 */
public final class LeaderboardReader {
  private static final String CALIBRATION = "ece_10_bin";
  private static final String SECONDS = "inference_runtime";
  private static final String ROBUSTNESS = "robustness";
  private static final String FAIRNESS = "fairness";

  /** Beyond this many rows a table of all pairs is no help; SQL over instance_scores is. */
  private static final int MOST_COMPARED = 6;

  /** A row of the table {@code runs}. */
  private record Run(
      String name,
      String model,
      String scenario,
      String label,
      String metric,
      long planned,
      long completed,
      long quarantined,
      long instances,
      long scored,
      boolean simulated) {

    static final List<String> COLUMNS =
        List.of(
            "run",
            "model",
            "scenario",
            "label",
            "main_metric",
            "planned",
            "completed",
            "quarantined",
            "instances",
            "scored",
            "simulated");

    static Run of(Object[] row) {
      return new Run(
          (String) row[0],
          (String) row[1],
          (String) row[2],
          (String) row[3],
          (String) row[4],
          (Long) row[5],
          (Long) row[6],
          (Long) row[7],
          (Long) row[8],
          (Long) row[9],
          (Boolean) row[10]);
    }

    String row() {
      return rowName(model, label);
    }

    /** What the run asks about, whoever is asked: its name without model and variant. */
    String task() {
      return name.replaceFirst("[:,]model=[^,]*", "").replaceFirst("[:,]adapter=[^,]*", "");
    }
  }

  private final Store store;

  public LeaderboardReader(Store store) {
    this.store = store;
  }

  /** The leaderboard of a sweep that has been scored; empty rows for one that has not. */
  public Leaderboard read(String sweep) {
    StatRows stats = new StatRows(store, sweep);
    Map<String, List<Run>> byRow = new LinkedHashMap<>();
    for (Run run : runs(sweep)) {
      byRow.computeIfAbsent(run.row(), row -> new ArrayList<>()).add(run);
    }
    List<Row> rows =
        byRow.values().stream()
            .map(runs -> row(runs, stats))
            .sorted(Comparator.comparing(LeaderboardReader::accuracy).reversed())
            .toList();
    List<List<Run>> inOrder =
        rows.stream().map(row -> byRow.get(rowName(row.model(), row.label()))).toList();
    return new Leaderboard(sweep, rows, comparisons(sweep, inOrder));
  }

  private List<Run> runs(String sweep) {
    List<Run> runs = new ArrayList<>();
    try (TableReader rows = store.read(Tables.RUNS, Run.COLUMNS, Map.of("sweep", sweep))) {
      rows.forEach(row -> runs.add(Run.of(row)));
    }
    return runs;
  }

  private static String rowName(String model, String label) {
    return label.isEmpty() ? model : model + ", " + label;
  }

  private static double accuracy(Row row) {
    return row.accuracy() == null ? Double.NEGATIVE_INFINITY : row.accuracy().value();
  }

  private static Row row(List<Run> runs, StatRows stats) {
    List<ScenarioRow> scenarios = runs.stream().map(run -> scenarioRow(run, stats)).toList();
    Run first = runs.get(0);
    return new Row(
        first.model,
        first.label,
        macro(scenarios, ScenarioRow::accuracy),
        macro(scenarios, ScenarioRow::calibration),
        macro(scenarios, ScenarioRow::robustness),
        macro(scenarios, ScenarioRow::fairness),
        macro(scenarios, ScenarioRow::secondsPerRequest),
        runs.stream().mapToLong(Run::planned).sum(),
        runs.stream().mapToLong(Run::completed).sum(),
        runs.stream().mapToLong(Run::quarantined).sum(),
        first.simulated,
        scenarios);
  }

  private static Score macro(List<ScenarioRow> scenarios, Function<ScenarioRow, Score> column) {
    return Score.macro(scenarios.stream().map(column).filter(Objects::nonNull).toList());
  }

  private static ScenarioRow scenarioRow(Run run, StatRows stats) {
    return new ScenarioRow(
        run.scenario,
        run.name,
        run.metric,
        stats.original(run.name, run.metric),
        stats.original(run.name, CALIBRATION),
        stats.worst(run.name, run.metric, ROBUSTNESS),
        stats.worst(run.name, run.metric, FAIRNESS),
        stats.original(run.name, SECONDS),
        run.instances,
        run.scored);
  }

  /** Every pair of rows, scenario by scenario and over all scenarios that both have. */
  private List<Comparison> comparisons(String sweep, List<List<Run>> rows) {
    if (rows.size() < 2 || rows.size() > MOST_COMPARED) {
      return List.of();
    }
    Map<String, String> metrics =
        rows.stream().flatMap(List::stream).collect(Collectors.toMap(Run::name, Run::metric));
    InstanceScores scores = new InstanceScores(store, sweep, metrics);
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        comparisons.addAll(compare(rows.get(i), rows.get(j), scores));
      }
    }
    return comparisons;
  }

  private static List<Comparison> compare(List<Run> a, List<Run> b, InstanceScores scores) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Run first : a) {
      b.stream()
          .filter(second -> second.task().equals(first.task()))
          .findFirst()
          .map(second -> compare(first, second, scores))
          .filter(comparison -> comparison.difference().n() > 0)
          .ifPresent(comparisons::add);
    }
    if (comparisons.size() > 1) {
      Score mean = Score.macro(comparisons.stream().map(Comparison::difference).toList());
      comparisons.add(0, new Comparison(a.get(0).row(), b.get(0).row(), null, mean, null, null));
    }
    return comparisons;
  }

  private static Comparison compare(Run a, Run b, InstanceScores scores) {
    double[][] common = scores.common(a.name, b.name);
    // The seed is a function of what is compared, so the p value never changes.
    long seed = 31L * a.name.hashCode() + b.name.hashCode();
    PairedComparison paired = PairedComparison.of(common[0], common[1], seed);
    Double stderr = Double.isNaN(paired.stderr()) ? null : paired.stderr();
    return new Comparison(
        a.row(),
        b.row(),
        a.scenario,
        Score.of(paired.difference(), stderr, paired.n()),
        paired.pValue(),
        paired.test());
  }
}

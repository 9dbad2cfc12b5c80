package dev.regatta.aggregator.report;

import dev.regatta.aggregator.report.Leaderboard.Comparison;
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
import java.util.function.Function;

/**
 * Makes the leaderboard of a scored sweep from the tables {@code runs}, {@code stats} and others.
 */
public final class LeaderboardReader {
  private static final String CALIBRATION = "ece_10_bin";
  private static final String SECONDS = "inference_runtime";
  private static final String ROBUSTNESS = "robustness";
  private static final String FAIRNESS = "fairness";

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
      return label.isEmpty() ? model : model + ", " + label;
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
    return new Leaderboard(sweep, rows, comparisons(sweep, byRow));
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

  private List<Comparison> comparisons(String sweep, Map<String, List<Run>> byRow) {
    return List.of();
  }
}

package dev.regatta.cli;

import dev.regatta.aggregator.report.Leaderboard;
import dev.regatta.aggregator.report.Leaderboard.Comparison;
import dev.regatta.aggregator.report.Leaderboard.Row;
import dev.regatta.aggregator.report.Leaderboard.ScenarioRow;
import java.util.Locale;

/** The leaderboard as text. */
final class LeaderboardView {
  private LeaderboardView() {}

  static String render(Leaderboard leaderboard) {
    StringBuilder text = new StringBuilder();
    text.append(overall(leaderboard)).append('\n');
    text.append(scenarios(leaderboard));
    TextTable comparisons = comparisons(leaderboard);
    if (!comparisons.isEmpty()) {
      text.append('\n').append(comparisons);
    }
    leaderboard.rows().stream()
        .filter(row -> row.quarantined() > 0)
        .forEach(row -> text.append(coverage(row)));
    text.append('\n')
        .append(
            "Means with 95% intervals over instances; calibration is the expected calibration\n")
        .append(
            "error (lower is better); robustness and fairness are worst cases over the original\n")
        .append("and its perturbed copies; seconds are those of a request on the runtime.\n");
    return text.toString();
  }

  /** What the scores of a row leave out. */
  private static String coverage(Row row) {
    long instances = row.scenarios().stream().mapToLong(ScenarioRow::instances).sum();
    long scored = row.scenarios().stream().mapToLong(ScenarioRow::scored).sum();
    return "%n%s: scored %s of %s, %s quarantined%n"
        .formatted(
            row.model() + (row.label().isEmpty() ? "" : " " + row.label()),
            Format.count(scored),
            Format.count(instances),
            Format.count(row.quarantined()));
  }

  private static TextTable overall(Leaderboard leaderboard) {
    TextTable table =
        new TextTable(
            "model",
            "variant",
            "accuracy",
            "calibration",
            "robustness",
            "fairness",
            "efficiency (s)",
            "n",
            "answered");
    for (Row row : leaderboard.rows()) {
      table.row(
          row.model() + (row.simulated() ? " (simulated)" : ""),
          row.label().isEmpty() ? "-" : row.label(),
          Format.score(row.accuracy()),
          Format.score(row.calibration()),
          Format.score(row.robustness()),
          Format.score(row.fairness()),
          Format.score(row.secondsPerRequest()),
          row.accuracy() == null ? "0" : Format.count(row.accuracy().n()),
          Format.count(row.completed()) + " of " + Format.count(row.planned()));
    }
    return table;
  }

  private static TextTable scenarios(Leaderboard leaderboard) {
    TextTable table =
        new TextTable(
            "scenario",
            "model",
            "variant",
            "metric",
            "accuracy",
            "calibration",
            "robustness",
            "fairness",
            "n",
            "scored");
    leaderboard.rows().stream()
        .flatMap(row -> row.scenarios().stream().map(ScenarioRow::scenario))
        .distinct()
        .forEach(
            scenario ->
                leaderboard
                    .rows()
                    .forEach(
                        row ->
                            row.scenarios().stream()
                                .filter(s -> s.scenario().equals(scenario))
                                .forEach(s -> scenarioRow(table, row, s))));
    return table;
  }

  private static void scenarioRow(TextTable table, Row row, ScenarioRow scenario) {
    table.row(
        scenario.scenario(),
        row.model(),
        row.label().isEmpty() ? "-" : row.label(),
        scenario.metric(),
        Format.score(scenario.accuracy()),
        Format.score(scenario.calibration()),
        Format.score(scenario.robustness()),
        Format.score(scenario.fairness()),
        scenario.accuracy() == null ? "0" : Format.count(scenario.accuracy().n()),
        Format.count(scenario.scored()) + " of " + Format.count(scenario.instances()));
  }

  private static TextTable comparisons(Leaderboard leaderboard) {
    TextTable table = new TextTable("paired difference", "scenario", "accuracy", "n", "p", "test");
    for (Comparison comparison : leaderboard.comparisons()) {
      table.row(
          comparison.a() + "  -  " + comparison.b(),
          comparison.scenario() == null ? "mean over scenarios" : comparison.scenario(),
          Format.score(comparison.difference()),
          Format.count(comparison.difference().n()),
          comparison.pValue() == null
              ? "-"
              : String.format(Locale.ROOT, "%.4f", comparison.pValue()),
          comparison.test() == null ? "-" : comparison.test());
    }
    return table;
  }
}

package dev.regatta.cli;

import dev.regatta.aggregator.report.Leaderboard;
import dev.regatta.aggregator.report.Leaderboard.Comparison;
import dev.regatta.aggregator.report.Leaderboard.Row;
import dev.regatta.aggregator.report.Leaderboard.ScenarioRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The leaderboard as text. */
final class LeaderboardView {
  /** Beyond this many comparisons, the table has those with the best row. */
  private static final int MOST_SHOWN = 30;

  private LeaderboardView() {}

  static String render(Leaderboard leaderboard) {
    StringBuilder text = new StringBuilder();
    text.append(overall(leaderboard)).append('\n');
    text.append(scenarios(leaderboard));
    if (!leaderboard.comparisons().isEmpty()) {
      text.append('\n').append(comparisons(leaderboard));
    }
    leaderboard.rows().stream()
        .filter(row -> row.quarantined() > 0)
        .forEach(row -> text.append(coverage(row)));
    text.append('\n').append(legend(leaderboard));
    return text.toString();
  }

  private static String legend(Leaderboard leaderboard) {
    String clusters =
        leaderboard.clusteredBy() == null
            ? "instances"
            : "instances, those of accuracy clustered by " + leaderboard.clusteredBy();
    String legend =
        "Means with 95%% intervals over %s; calibration is the expected%n".formatted(clusters)
            + "calibration error (lower is better); robustness and fairness are worst cases over the\n"
            + "original and its perturbed copies; seconds are those of a request on the runtime.\n";
    return leaderboard.comparisons().isEmpty()
        ? legend
        : legend
            + "Ranks with 95% intervals over the instances that all rows have. p (Holm) is p adjusted\n"
            + "for all comparisons of the table; a true difference below the detectable one is missed\n"
            + "more often than one time in five. docs/statistics.md defines each.\n";
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
            "rank",
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
          Format.rank(row.rank()),
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

  private static String comparisons(Leaderboard leaderboard) {
    List<Comparison> shown = shown(leaderboard.comparisons());
    TextTable table =
        new TextTable(
            "paired difference",
            "scenario",
            "accuracy",
            "n",
            "p",
            "p (Holm)",
            "detectable",
            "test");
    for (Comparison comparison : shown) {
      table.row(
          comparison.a() + "  -  " + comparison.b(),
          comparison.scenario() == null ? "mean over scenarios" : comparison.scenario(),
          Format.score(comparison.difference()),
          Format.count(comparison.difference().n()),
          Format.pValue(comparison.pValue()),
          Format.pValue(comparison.pHolm()),
          comparison.detectable() == null
              ? "-"
              : String.format(Locale.ROOT, "%.3f", comparison.detectable()),
          comparison.test());
    }
    int more = leaderboard.comparisons().size() - shown.size();
    return more == 0 ? table.toString() : table + Format.count(more) + " more with --json\n";
  }

  /** All, or where they are many the best row against the others, first over all scenarios. */
  private static List<Comparison> shown(List<Comparison> all) {
    if (all.size() <= MOST_SHOWN) {
      return all;
    }
    String best = all.get(0).a();
    return all.stream()
        .filter(comparison -> comparison.a().equals(best))
        .sorted(Comparator.comparing(comparison -> comparison.scenario() != null))
        .limit(MOST_SHOWN)
        .toList();
  }
}

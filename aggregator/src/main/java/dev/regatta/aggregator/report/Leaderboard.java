package dev.regatta.aggregator.report;

import java.util.List;

/**
 * The results of a sweep at a glance.
 *
 * @param sweep id of the sweep
 * @param rows one per model and variant, best accuracy first
 * @param comparisons paired differences between rows
 */
public record Leaderboard(String sweep, List<Row> rows, List<Comparison> comparisons) {

  /**
   * One model and variant. Scores are means over scenarios, each counting once; null where no
   * scenario has the statistic.
   *
   * @param accuracy each scenario's main metric on the original instances
   * @param calibration expected calibration error over ten bins of equal mass; lower is better
   * @param robustness main metric, worst over the original and the robustness perturbations
   * @param fairness main metric, worst over the original and the fairness perturbations
   * @param secondsPerRequest mean time of a request on the runtime
   * @param planned request states planned
   * @param completed of them answered
   * @param quarantined of them given up
   * @param simulated true where the answers are not a model's
   */
  public record Row(
      String model,
      String label,
      Score accuracy,
      Score calibration,
      Score robustness,
      Score fairness,
      Score secondsPerRequest,
      long planned,
      long completed,
      long quarantined,
      boolean simulated,
      List<ScenarioRow> scenarios) {}

  /** One run of a row. */
  public record ScenarioRow(
      String scenario,
      String run,
      String metric,
      Score accuracy,
      Score calibration,
      Score robustness,
      Score fairness,
      Score secondsPerRequest,
      long instances,
      long scored) {}

  /**
   * Row {@code a} minus row {@code b} over the instances that both have scored.
   *
   * @param scenario the scenario, or null for the mean over scenarios
   * @param difference mean difference of the main metric with its interval
   * @param pValue two-sided; null for the mean over scenarios
   * @param test name of the test behind the p value
   */
  public record Comparison(
      String a, String b, String scenario, Score difference, Double pValue, String test) {}
}

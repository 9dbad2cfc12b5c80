package dev.regatta.aggregator.report;

import java.util.List;

/**
 * The results of a sweep at a glance.
 *
 * @param sweep id of the sweep
 * @param clusteredBy column of the instances whose equal values hang together; null where every
 *     instance is independent
 * @param rows one per model and variant, best accuracy first
 * @param comparisons paired differences between rows
 */
public record Leaderboard(
    String sweep, String clusteredBy, List<Row> rows, List<Comparison> comparisons) {

  /**
   * A place among the rows, by the mean over the scenarios that all of them have and the instances
   * that all have scored.
   *
   * @param rank one more than there are better rows
   * @param low best rank of its 95% interval
   * @param high worst rank of it
   * @param n instances behind it
   */
  public record Rank(int rank, int low, int high, long n) {}

  /**
   * One model and variant. Scores are means over scenarios, each counting once; null where no
   * scenario has the statistic.
   *
   * @param rank null where there is one row only, or no instance that all rows have scored
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
      Rank rank,
      Score accuracy,
      Score calibration,
      Score robustness,
      Score fairness,
      Score secondsPerRequest,
      long planned,
      long completed,
      long quarantined,
      boolean simulated,
      List<ScenarioRow> scenarios) {

    Row ranked(Rank place) {
      return new Row(
          model,
          label,
          place,
          accuracy,
          calibration,
          robustness,
          fairness,
          secondsPerRequest,
          planned,
          completed,
          quarantined,
          simulated,
          scenarios);
    }
  }

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
   * @param runA run of row {@code a}; null for the mean over scenarios
   * @param runB run of row {@code b}
   * @param difference mean difference of the main metric with its interval
   * @param pValue two-sided, of no difference
   * @param pHolm the same, adjusted for all tests of the leaderboard
   * @param test name of the test behind the p value
   * @param detectable smallest true difference that such a test finds in four of five repetitions;
   *     null where no difference was seen to vary
   */
  public record Comparison(
      String a,
      String b,
      String scenario,
      String runA,
      String runB,
      Score difference,
      double pValue,
      Double pHolm,
      String test,
      Double detectable) {

    Comparison adjusted(double p) {
      return new Comparison(a, b, scenario, runA, runB, difference, pValue, p, test, detectable);
    }
  }
}

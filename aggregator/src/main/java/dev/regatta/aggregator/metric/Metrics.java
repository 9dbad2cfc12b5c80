package dev.regatta.aggregator.metric;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The instance metrics that a run may name; a HELM name means HELM's number. */
public final class Metrics {
  private static final Map<String, StringMetric> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("exact_match", MatchMetrics::exactMatch),
              Map.entry("quasi_exact_match", MatchMetrics::quasiExactMatch),
              Map.entry(
                  "quasi_leave_articles_exact_match", MatchMetrics::quasiLeaveArticlesExactMatch),
              Map.entry("prefix_exact_match", MatchMetrics::prefixExactMatch),
              Map.entry("quasi_prefix_exact_match", MatchMetrics::quasiPrefixExactMatch),
              Map.entry("exact_match_indicator", MatchMetrics::exactMatchIndicator),
              Map.entry("final_number_exact_match", MatchMetrics::finalNumberExactMatch),
              Map.entry("cleva_math_result_match", MatchMetrics::clevaMathResultMatch),
              Map.entry("absolute_value_difference", MatchMetrics::absoluteValueDifference),
              Map.entry("f1_score", MatchMetrics::f1),
              Map.entry("exact_set_match", SetMetrics::exact),
              Map.entry("iou_set_match", SetMetrics::iou),
              Map.entry("f1_set_match", SetMetrics::f1),
              Map.entry("math_equiv", MathMetrics::equivalent),
              Map.entry("math_equiv_chain_of_thought", MathMetrics::equivalentSolutions)));

  private Metrics() {}

  /**
   * The metric of that name.
   *
   * @throws RegattaException USER, naming the nearest known metric, where there is none
   */
  public static StringMetric named(String name) {
    StringMetric metric = BY_NAME.get(name);
    if (metric == null) {
      throw RegattaException.user(
          "metrics: unknown metric '" + name + "'" + Suggestion.among(name, BY_NAME.keySet()));
    }
    return metric;
  }

  /** Names that {@link #named} knows. */
  public static SortedSet<String> names() {
    return new TreeSet<>(BY_NAME.keySet());
  }
}

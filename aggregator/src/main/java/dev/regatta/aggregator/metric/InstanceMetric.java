package dev.regatta.aggregator.metric;

import java.util.List;

/** Scores of an instance that are more than a comparison of one gold and one prediction. */
interface InstanceMetric {

  /** Names of the scores. */
  List<String> columns();

  /**
   * Writes the scores of one instance in one trial; what is undefined stays NaN.
   *
   * @param states its requests, by reference; all answered
   * @param row the scores begin at {@code column}
   */
  void score(List<RequestState> states, double[] row, int column);

  /** Whether it looks at {@link RequestState#instance}. */
  default boolean readsInstance() {
    return false;
  }
}

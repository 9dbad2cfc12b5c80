package dev.regatta.aggregator.metric;

import java.util.Map;

/**
 * A metric of a whole set of instances. It must be computable from sums over the instances, so that
 * partitions can be merged in any order, and the sums must say it all: who computes the statistics
 * does not have the user's resources.
 */
interface CorpusMetric {

  /** Adds what one request contributes. */
  void count(RequestState state, Tally tally);

  /** The statistics by name; NaN where undefined. */
  Map<String, Double> statistics(Tally sums);

  /** Whether it looks at {@link RequestState#instance}. */
  default boolean readsInstance() {
    return false;
  }
}

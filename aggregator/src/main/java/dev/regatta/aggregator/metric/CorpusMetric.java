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

  /** What none of its statistics is below. */
  default double least() {
    return 0;
  }

  /** What none of its statistics is above. */
  default double most() {
    return 1;
  }

  /** Whether it looks at {@link RequestState#instance}. */
  default boolean readsInstance() {
    return false;
  }
}

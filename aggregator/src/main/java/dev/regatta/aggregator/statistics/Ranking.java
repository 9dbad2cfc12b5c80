package dev.regatta.aggregator.statistics;

import java.util.Arrays;

/** Orders items by falling score. */
final class Ranking {

  private Ranking() {}

  /** Positions as {@code numpy.argsort(-scores)} gives them. */
  static int[] descending(double[] scores) {
    double[] keys = new double[scores.length];
    Arrays.setAll(keys, i -> -scores[i]);
    return NumpyArgsort.of(keys);
  }
}

package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Orders items by a score. */
final class Ranking {

  private Ranking() {}

  /** Positions by falling score. */
  static int[] descending(double[] scores) {
    return stableDescending(scores);
  }

  /** Positions by falling score; ties keep their order. */
  static int[] stableDescending(double[] scores) {
    Integer[] positions = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(positions, (a, b) -> Double.compare(scores[b], scores[a]));
    return Arrays.stream(positions).mapToInt(Integer::intValue).toArray();
  }
}

package dev.regatta.aggregator.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * P values of several tests at once, so that the chance of a single false alarm among them stays
 * below the level (Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979).
 */
public final class Holm {
  private Holm() {}

  /** Adjusted p values, in the order of the given ones. */
  public static double[] adjust(double[] pValues) {
    int[] rising =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[pValues.length];
    double greatest = 0;
    for (int i = 0; i < rising.length; i++) {
      greatest = Math.max(greatest, (rising.length - i) * pValues[rising[i]]);
      adjusted[rising[i]] = Math.min(1, greatest);
    }
    return adjusted;
  }
}

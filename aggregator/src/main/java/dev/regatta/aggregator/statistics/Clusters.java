package dev.regatta.aggregator.statistics;

import java.util.Arrays;

/** Values of instances that hang together. The cluster of each is a number from 0. */
public final class Clusters {
  private Clusters() {}

  /** Clusters that have a value. */
  public static int count(int[] clusters) {
    return (int) Arrays.stream(clusters).distinct().count();
  }

  /** The mean of one or more values: of equal ones their value, to the last bit. */
  static double mean(double[] values) {
    double origin = values[0];
    return origin + Arrays.stream(values).map(x -> x - origin).sum() / values.length;
  }

  /** The sum of each cluster, by its number. */
  public static double[] sums(double[] values, int[] clusters) {
    double[] sums = new double[1 + Arrays.stream(clusters).max().orElse(-1)];
    for (int i = 0; i < values.length; i++) {
      sums[clusters[i]] += values[i];
    }
    return sums;
  }

  /** The share of the values that each cluster has, by its number. */
  static double[] shares(int[] clusters) {
    double[] parts = new double[clusters.length];
    Arrays.fill(parts, 1.0 / clusters.length);
    return sums(parts, clusters);
  }

  /**
   * Degrees of freedom of the variance between two or more clusters (Bell and McCaffrey 2002): one
   * less than there are, where they are equally large; fewer where some are larger.
   */
  static double degrees(int[] clusters) {
    double squares = 0;
    double products = 0;
    double diagonal = 0;
    for (double share : shares(clusters)) {
      double part = share * share / (1 - share);
      squares += share * share;
      products += part;
      diagonal += part * part;
    }
    return 1 / (squares + products * products - diagonal);
  }
}

package dev.regatta.aggregator.statistics;

import java.util.Arrays;

/** Values of instances that hang together. The cluster of each is a number from 0. */
public final class Clusters {
  private Clusters() {}

  /** Clusters that have a value. */
  public static int count(int[] clusters) {
    return (int) Arrays.stream(clusters).distinct().count();
  }

  /** The sum of each cluster, by its number. */
  public static double[] sums(double[] values, int[] clusters) {
    double[] sums = new double[1 + Arrays.stream(clusters).max().orElse(-1)];
    for (int i = 0; i < values.length; i++) {
      sums[clusters[i]] += values[i];
    }
    return sums;
  }
}

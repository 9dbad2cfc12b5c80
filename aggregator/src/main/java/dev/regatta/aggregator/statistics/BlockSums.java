package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sums of some columns over instances, each instance in one of {@value #BLOCKS} blocks by its
 * number: all that a bootstrap of a function of sums (perplexity, F1, corpus BLEU) needs, in
 * bounded memory, mergeable, and the same in whatever order instances come. Blocks are independent
 * of the scores, so resampling blocks is resampling clusters of independent instances. The numbers
 * are kept with 24 binary digits after the point, whose sums are exact.
 */
final class BlockSums implements Serializable {
  private static final long serialVersionUID = 1L;

  static final int BLOCKS = 1024;
  private static final double SCALE = 1L << 24;

  private final int columns;

  /** Of each block the number of instances, then the sum of each column; empty without any. */
  private long[] sums = {};

  /** Whether a value was beyond what the sums can hold: infinite, say. */
  private boolean beyond;

  BlockSums(int columns) {
    this.columns = columns;
  }

  /**
   * Adds an instance's value of each column; NaN for none.
   *
   * @param ordinal number of the instance; the same one is in the same block everywhere
   */
  void add(long ordinal, double... values) {
    reserve();
    int at = place(block(ordinal));
    sums[at]++;
    for (int i = 0; i < columns; i++) {
      double scaled = values[i] * SCALE;
      beyond |= Math.abs(scaled) >= Long.MAX_VALUE;
      // Math.round makes 0 of NaN.
      sums[at + 1 + i] += Math.round(scaled);
    }
  }

  void add(BlockSums other) {
    if (!other.isEmpty()) {
      reserve();
      beyond |= other.beyond;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += other.sums[i];
      }
    }
  }

  private void reserve() {
    if (isEmpty()) {
      sums = new long[place(BLOCKS)];
    }
  }

  private int place(int block) {
    return block * (columns + 1);
  }

  boolean isEmpty() {
    return sums.length == 0;
  }

  private boolean has(int block) {
    return sums[place(block)] > 0;
  }

  /**
   * Intervals of statistics of sums, averaged over the trials in which they are defined; unknown
   * where a value was beyond what can be summed.
   *
   * @param trials not empty; the same instances are drawn in each
   * @param statistics of the sums of the columns; NaN for one without a value
   * @param n instances
   */
  static List<Interval> intervals(
      List<BlockSums> trials, Function<double[], double[]> statistics, long n, String seed) {
    if (trials.stream().anyMatch(trial -> trial.beyond)) {
      int values = statistics.apply(new double[trials.get(0).columns]).length;
      return Collections.nCopies(values, Interval.unknown(n));
    }
    int[] numbers =
        IntStream.range(0, BLOCKS)
            .filter(block -> trials.stream().anyMatch(trial -> trial.has(block)))
            .toArray();
    List<double[][]> sums = trials.stream().map(trial -> trial.inOrder(numbers)).toList();
    return Bootstrap.intervals(numbers.length, resample -> mean(sums, resample, statistics), seed)
        .stream()
        .map(interval -> interval.counting(n))
        .toList();
  }

  private double[][] inOrder(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(this::unscaled).toArray(double[][]::new);
  }

  private double[] unscaled(int block) {
    double[] unscaled = new double[columns];
    Arrays.setAll(unscaled, i -> sums[place(block) + 1 + i] / SCALE);
    return unscaled;
  }

  private static double[] mean(
      List<double[][]> trials, Resample resample, Function<double[], double[]> statistics) {
    double[][] values =
        trials.stream()
            .map(trial -> statistics.apply(total(trial, resample)))
            .toArray(double[][]::new);
    double[] means = new double[values[0].length];
    for (int i = 0; i < means.length; i++) {
      int statistic = i;
      means[i] =
          Arrays.stream(values)
              .mapToDouble(trial -> trial[statistic])
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
    }
    return means;
  }

  private static double[] total(double[][] blocks, Resample resample) {
    double[] total = new double[blocks[0].length];
    for (int k = 0; k < resample.size(); k++) {
      int item = resample.item(k);
      for (int i = 0; i < total.length; i++) {
        total[i] += resample.count(item) * blocks[item][i];
      }
    }
    return total;
  }

  /**
   * The block of an instance: bits of Stafford's mix 13, so that no stride of the ordinals leaves
   * blocks empty.
   */
  static int block(long ordinal) {
    long mixed = (ordinal ^ (ordinal >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return (int) ((mixed ^ (mixed >>> 31)) & (BLOCKS - 1));
  }
}

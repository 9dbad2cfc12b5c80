package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

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
  private final Map<Integer, long[]> blocks = new HashMap<>();

  BlockSums(int columns) {
    this.columns = columns;
  }

  /**
   * Adds an instance's value of each column; NaN for none.
   *
   * @param ordinal number of the instance; the same one is in the same block everywhere
   */
  void add(long ordinal, double... values) {
    long[] sums = sums(block(ordinal));
    for (int i = 0; i < columns; i++) {
      // Math.round makes 0 of NaN.
      sums[i] += Math.round(values[i] * SCALE);
    }
  }

  void add(BlockSums other) {
    other.blocks.forEach(
        (block, values) -> {
          long[] sums = sums(block);
          for (int i = 0; i < columns; i++) {
            sums[i] += values[i];
          }
        });
  }

  private long[] sums(int block) {
    return blocks.computeIfAbsent(block, b -> new long[columns]);
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /**
   * Intervals of statistics of sums, averaged over the trials in which they are defined.
   *
   * @param trials not empty; the same instances are drawn in each
   * @param statistics of the sums of the columns; NaN for one without a value
   * @param n instances
   */
  static List<Interval> intervals(
      List<BlockSums> trials, Function<double[], double[]> statistics, long n, String seed) {
    SortedSet<Integer> numbers = new TreeSet<>();
    trials.forEach(trial -> numbers.addAll(trial.blocks.keySet()));
    List<double[][]> sums = trials.stream().map(trial -> trial.inOrder(numbers)).toList();
    return Bootstrap.intervals(numbers.size(), resample -> mean(sums, resample, statistics), seed)
        .stream()
        .map(interval -> interval.counting(n))
        .toList();
  }

  private double[][] inOrder(SortedSet<Integer> numbers) {
    return numbers.stream().map(this::unscaled).toArray(double[][]::new);
  }

  private double[] unscaled(int block) {
    long[] values = blocks.get(block);
    double[] sums = new double[columns];
    Arrays.setAll(sums, i -> values == null ? 0 : values[i] / SCALE);
    return sums;
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

package dev.regatta.aggregator.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Standard errors and 95% intervals of statistics that have no formula for them: the bootstrap
 * (Efron 1979) over {@value #REPLICATES} resamples, with BCa intervals (Efron, Better Bootstrap
 * Confidence Intervals, JASA 1987). The result is a function of the sample's order and the seed
 * alone.
 *
 * <p>Of more than {@value #MOST} items a resample draws only so many, and its distance to the value
 * is scaled by the root of the share (the m out of n bootstrap of Bickel, Götze and van Zwet 1997),
 * so that the cost does not grow. A statistic that is made of sums does better with {@link
 * BlockSums}.
 */
public final class Bootstrap {
  public static final int REPLICATES = 1000;

  /** Items beyond which a resample is smaller than the sample. */
  public static final int MOST = 2000;

  /** Values that the jackknife behind the acceleration is made of. */
  private static final int JACKKNIFE = 200;

  /** A statistic that so many of the resamples have no value of gets no interval. */
  private static final double UNDEFINED = 0.05;

  private static final double TAIL = 0.025;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Bootstrap() {}

  /**
   * Intervals of several statistics of one sample.
   *
   * @param items of the sample: instances or clusters of them, independent of each other
   * @param statistics values of a resample, always equally many; NaN for one without a value
   * @param seed text that is the same whenever the sample is
   */
  public static List<Interval> intervals(
      int items, Function<Resample, double[]> statistics, String seed) {
    double[] values = statistics.apply(new Resample(items));
    if (items < 2) {
      return Arrays.stream(values).mapToObj(value -> Interval.unknown(items)).toList();
    }
    double[][] replicates = replicates(items, statistics, seed(seed));
    double[][] jackknife = items > MOST ? new double[0][] : jackknife(items, statistics);
    double scale = Math.sqrt(Math.min(1.0, (double) MOST / items));
    List<Interval> intervals = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      double[] scaled =
          Arrays.stream(column(replicates, i)).map(r -> value + scale * (r - value)).toArray();
      intervals.add(interval(items, value, scaled, acceleration(column(jackknife, i)), TAIL));
    }
    return intervals;
  }

  /** The seed that a text stands for: a polynomial over its characters. */
  public static long seed(String text) {
    long hash = 1125899906842597L;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  private static double[][] replicates(
      int items, Function<Resample, double[]> statistics, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Resample resample = new Resample(items);
    double[][] replicates = new double[REPLICATES][];
    for (int b = 0; b < REPLICATES; b++) {
      resample.draw(random, Math.min(items, MOST));
      replicates[b] = statistics.apply(resample);
    }
    return replicates;
  }

  /** Values without one item, or without one of {@value #JACKKNIFE} groups of them. */
  private static double[][] jackknife(int items, Function<Resample, double[]> statistics) {
    Resample resample = new Resample(items);
    double[][] values = new double[Math.min(items, JACKKNIFE)][];
    for (int group = 0; group < values.length; group++) {
      resample.leaveOut(group, values.length);
      values[group] = statistics.apply(resample);
    }
    return values;
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  /** Efron's a by the jackknife: a sixth of the skewness of the sum of influences. */
  static double acceleration(double[] jackknife) {
    double mean = Arrays.stream(jackknife).average().orElse(0);
    double squares = 0;
    double cubes = 0;
    for (double value : jackknife) {
      double influence = mean - value;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
    double acceleration = cubes / (6 * Math.pow(squares, 1.5));
    return Double.isFinite(acceleration) ? acceleration : 0;
  }

  /**
   * The interval of a value from its replicates. Where the replicates are so far to one side of the
   * value that most of it is bias (a calibration error near 0 is an example), BCa would take its
   * ends from beyond the last replicates; the basic interval, which mirrors them, stands in. The
   * value is always inside.
   *
   * @param tail what lies beyond either end; 0.025 for 95%
   */
  static Interval interval(
      long n, double value, double[] replicates, double acceleration, double tail) {
    double[] sorted = Arrays.stream(replicates).filter(r -> !Double.isNaN(r)).sorted().toArray();
    if (Double.isNaN(value) || sorted.length < (1 - UNDEFINED) * replicates.length) {
      return Interval.unknown(n);
    }
    double stderr = spread(sorted);
    double bias = NORMAL.inverseCumulativeProbability(below(sorted, value));
    double z = NORMAL.inverseCumulativeProbability(1 - tail);
    double low = level(bias, acceleration, -z);
    double high = level(bias, acceleration, z);
    double last = 1.0 / sorted.length;
    boolean mirrored = low < last || high > 1 - last;
    double from = mirrored ? 2 * value - quantile(sorted, 1 - tail) : quantile(sorted, low);
    double to = mirrored ? 2 * value - quantile(sorted, tail) : quantile(sorted, high);
    return new Interval(n, stderr, Math.min(value, from), Math.max(value, to));
  }

  private static double spread(double[] values) {
    Moments moments = new Moments();
    for (double value : values) {
      moments.add(value);
    }
    return Math.sqrt(moments.sampleVariance());
  }

  /** Share of the replicates below the value, those equal to it by half; never 0 or 1. */
  private static double below(double[] sorted, double value) {
    double below = 0.5;
    for (double replicate : sorted) {
      below += replicate < value ? 1 : replicate == value ? 0.5 : 0;
    }
    return below / (sorted.length + 1);
  }

  /** The level at which BCa reads the end that a normal distribution would have at z. */
  private static double level(double bias, double acceleration, double z) {
    double shifted = bias + z;
    return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
  }

  /** Between the order statistics, the k-th of B being the quantile k / (B + 1). */
  private static double quantile(double[] sorted, double level) {
    double at = Math.max(0, Math.min(sorted.length - 1, level * (sorted.length + 1) - 1));
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}

package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A standard error and a 95% interval; NaN where they are not defined.
 *
 * @param n instances behind them
 */
public record Interval(long n, double stderr, double low, double high) {
  private static final double UPPER = 0.975;
  static final double Z = normal(UPPER);

  /** No more than the number of instances is known. */
  public static Interval unknown(long n) {
    return new Interval(n, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Of a mean of independent values: Student's t. */
  public static Interval ofMean(Moments values) {
    double stderr = standardError(values);
    if (Double.isNaN(stderr)) {
      return unknown(values.count());
    }
    double half = quantile(values.count() - 1) * stderr;
    return new Interval(values.count(), stderr, values.mean() - half, values.mean() + half);
  }

  /**
   * Of a share of zeros and ones: Wilson's score interval, which stays inside [0, 1] and does not
   * collapse at its ends. As of any mean, not of a single value.
   */
  public static Interval ofProportion(Moments values) {
    return values.count() < 2
        ? unknown(values.count())
        : wilson(values.mean(), values.count(), standardError(values));
  }

  /** The same of a count of ones. */
  static Interval ofProportion(long ones, long n) {
    double p = (double) ones / n;
    return wilson(p, n, Math.sqrt(p * (1 - p) / (n - 1)));
  }

  private static Interval wilson(double p, long count, double stderr) {
    double n = count;
    double centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z / (1 + Z * Z / n) * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    return new Interval(
        count,
        stderr,
        Math.max(0, Math.min(p, centre - half)),
        Math.min(1, Math.max(p, centre + half)));
  }

  /**
   * Of a mean of values that hang together in clusters, such as questions about the same text: the
   * cluster-robust standard error (Liang and Zeger 1986; Miller, Adding Error Bars to Evals, 2024),
   * each cluster's part divided by one less the cluster's share of the values, and Student's t with
   * the degrees of freedom that go with it (Bell and McCaffrey 2002, CR2). Clusters of one value
   * each give {@link #ofMean}.
   *
   * @param clusters the cluster of each value, from 0
   */
  public static Interval ofClusters(double[] values, int[] clusters) {
    int n = values.length;
    if (Clusters.count(clusters) < 2) {
      return unknown(n);
    }
    double mean = Clusters.mean(values);
    double[] rests = Clusters.sums(Arrays.stream(values).map(x -> x - mean).toArray(), clusters);
    double[] shares = Clusters.shares(clusters);
    double squares = 0;
    for (int i = 0; i < rests.length; i++) {
      squares += rests[i] * rests[i] / (1 - shares[i]);
    }
    double stderr = Math.sqrt(squares) / n;
    double half = quantile(Clusters.degrees(clusters)) * stderr;
    return new Interval(n, stderr, mean - half, mean + half);
  }

  /** The same interval with another number behind it. */
  Interval counting(long instances) {
    return new Interval(instances, stderr, low, high);
  }

  /** Cut to what the statistic can be. */
  Interval within(double least, double most) {
    return new Interval(n, stderr, Math.max(least, low), Math.min(most, high));
  }

  private static double standardError(Moments values) {
    return Math.sqrt(values.sampleVariance() / values.count());
  }

  /** A quantile of the standard normal distribution. */
  static double normal(double probability) {
    return NormalDistribution.of(0, 1).inverseCumulativeProbability(probability);
  }

  /** Student's 97.5% quantile. */
  static double quantile(double degrees) {
    return TDistribution.of(degrees).inverseCumulativeProbability(UPPER);
  }
}

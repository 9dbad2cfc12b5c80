package dev.regatta.aggregator.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A standard error and a 95% interval; NaN where they are not defined.
 *
 * @param n instances behind them
 */
public record Interval(long n, double stderr, double low, double high) {
  private static final double UPPER = 0.975;
  static final double Z = NormalDistribution.of(0, 1).inverseCumulativeProbability(UPPER);

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
   * collapse at its ends.
   */
  public static Interval ofProportion(Moments values) {
    double n = values.count();
    double p = values.mean();
    double centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z / (1 + Z * Z / n) * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    return new Interval(
        values.count(),
        standardError(values),
        Math.max(0, Math.min(p, centre - half)),
        Math.min(1, Math.max(p, centre + half)));
  }

  /** Around a value whose standard error came from elsewhere, cut to [least, most]. */
  static Interval around(double value, double stderr, long n, double least, double most) {
    return new Interval(
        n, stderr, Math.max(least, value - Z * stderr), Math.min(most, value + Z * stderr));
  }

  private static double standardError(Moments values) {
    return Math.sqrt(values.sampleVariance() / values.count());
  }

  /** Student's 97.5% quantile. */
  static double quantile(double degrees) {
    return TDistribution.of(degrees).inverseCumulativeProbability(UPPER);
  }
}

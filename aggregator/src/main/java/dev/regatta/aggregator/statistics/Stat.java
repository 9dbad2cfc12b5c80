package dev.regatta.aggregator.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** HELM's Stat: a summary of values. {@code min} and {@code max} are NaN where count is 0. */
public record Stat(long count, double sum, double sumSquared, double min, double max) {

  public static final Stat EMPTY = new Stat(0, 0, 0, Double.NaN, Double.NaN);

  /** The summary of one value. */
  public static Stat of(double x) {
    return new Stat(1, x, x * x, x, x);
  }

  /** Both together. */
  public Stat merge(Stat other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    return new Stat(
        count + other.count,
        sum + other.sum,
        sumSquared + other.sumSquared,
        Math.min(min, other.min),
        Math.max(max, other.max));
  }

  /** A Stat whose one value is the mean; empty stays empty. */
  public Stat takeMean() {
    return count == 0 ? this : of(mean());
  }

  /** NaN where empty. */
  public double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }

  /** Population variance, never below 0; NaN where empty. */
  public double variance() {
    if (count == 0) {
      return Double.NaN;
    }
    double mean = mean();
    return Math.max(0, sumSquared / count - mean * mean);
  }

  public double stddev() {
    return Math.sqrt(variance());
  }

  /** The one-line form of HELM's logs, three decimals. */
  @Override
  public String toString() {
    if (count == 0) {
      return "(0)";
    }
    return "min=%s, mean=%s, max=%s, sum=%s (%d)"
        .formatted(rounded(min), rounded(mean()), rounded(max), rounded(sum), count);
  }

  private static String rounded(double x) {
    if (!Double.isFinite(x)) {
      return Double.toString(x);
    }
    BigDecimal text = new BigDecimal(x).setScale(3, RoundingMode.HALF_EVEN);
    return text.signum() == 0 ? "0" : text.stripTrailingZeros().toPlainString();
  }
}

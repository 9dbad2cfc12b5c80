package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Count, exact sums of values and squares, least and greatest value: mergeable, independent of the
 * order of arrival.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  private long count;
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private boolean binary = true;

  public void add(double x) {
    count++;
    sum.add(x);
    squares.addSquare(x);
    min = Math.min(min, x);
    max = Math.max(max, x);
    binary &= x == 0 || x == 1;
  }

  public void add(Moments other) {
    count += other.count;
    sum.add(other.sum);
    squares.add(other.squares);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    binary &= other.binary;
  }

  public long count() {
    return count;
  }

  public double sum() {
    return sum.value();
  }

  public double sumSquared() {
    return squares.value();
  }

  public double min() {
    return min;
  }

  public double max() {
    return max;
  }

  /** Whether every value was 0 or 1. */
  public boolean binary() {
    return binary;
  }

  public double mean() {
    return sum() / count;
  }

  /**
   * Sample variance (divisor n - 1), computed without cancellation from the exact sums; NaN below
   * two values or where a value was not finite.
   */
  public double sampleVariance() {
    if (count < 2 || !Double.isFinite(sum()) || !Double.isFinite(sumSquared())) {
      return Double.NaN;
    }
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal total = sum.exact();
    BigDecimal scaled = n.multiply(squares.exact()).subtract(total.multiply(total));
    BigDecimal divisor = n.multiply(BigDecimal.valueOf(count - 1));
    return scaled.divide(divisor, MathContext.DECIMAL64).doubleValue();
  }

  /** HELM's Stat of the same values. */
  public Stat stat() {
    return count == 0 ? Stat.EMPTY : new Stat(count, sum(), sumSquared(), min, max);
  }
}

package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * A sum of doubles that is rounded once, at the end: the value depends neither on the order of the
 * terms nor on how they were split into partial sums. Shewchuk's growing expansions (Adaptive
 * Precision Floating-Point Arithmetic, 1997), as in Python's {@code math.fsum}; small integers are
 * added in a long.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double INTEGER_LIMIT = 1L << 53;

  private long integers;
  private double nonFinite;

  /** Non-overlapping terms of growing magnitude. */
  private double[] partials = new double[2];

  private int size;

  public void add(double x) {
    long integer = (long) x;
    if (integer == x && Math.abs(x) <= INTEGER_LIMIT) {
      addInteger(integer);
    } else if (Double.isFinite(x)) {
      grow(x);
    } else {
      nonFinite += x;
    }
  }

  /** Adds the exact square of x. */
  public void addSquare(double x) {
    double square = x * x;
    add(square);
    double rest = Math.fma(x, x, -square);
    if (rest != 0 && Double.isFinite(rest)) {
      grow(rest);
    }
  }

  public void add(ExactSum other) {
    nonFinite += other.nonFinite;
    addInteger(other.integers);
    for (int i = 0; i < other.size; i++) {
      grow(other.partials[i]);
    }
  }

  /** The sum, rounded half to even; infinities and NaN as IEEE arithmetic has them. */
  public double value() {
    if (nonFinite != 0) {
      return nonFinite;
    }
    if (size == 0) {
      return integers;
    }
    settle();
    return rounded();
  }

  /** The sum without any rounding; only where {@link #value} is finite. */
  BigDecimal exact() {
    BigDecimal sum = BigDecimal.valueOf(integers);
    for (int i = 0; i < size; i++) {
      sum = sum.add(new BigDecimal(partials[i]));
    }
    return sum;
  }

  private void addInteger(long integer) {
    long sum = integers + integer;
    if (((integers ^ sum) & (integer ^ sum)) < 0) {
      settle();
      sum = integer;
    }
    integers = sum;
  }

  /** Moves the integers into the partials, in two halves that are exact doubles. */
  private void settle() {
    long low = integers & 0xffffffffL;
    grow(integers - low);
    grow(low);
    integers = 0;
  }

  private void grow(double term) {
    double x = term;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      double y = partials[i];
      if (Math.abs(x) < Math.abs(y)) {
        double swap = x;
        x = y;
        y = swap;
      }
      double high = x + y;
      double low = y - (high - x);
      if (low != 0) {
        partials[kept++] = low;
      }
      x = high;
    }
    if (kept == partials.length) {
      partials = Arrays.copyOf(partials, 2 * kept);
    }
    if (x != 0) {
      partials[kept++] = x;
    }
    size = kept;
  }

  private double rounded() {
    if (size == 0) {
      return 0;
    }
    int i = size - 1;
    double high = partials[i];
    double low = 0;
    while (i > 0) {
      double x = high;
      double y = partials[--i];
      high = x + y;
      low = y - (high - x);
      if (low != 0) {
        break;
      }
    }
    // A tie between two doubles is decided by the terms that are left.
    if (i > 0 && (low < 0 && partials[i - 1] < 0 || low > 0 && partials[i - 1] > 0)) {
      double twice = low * 2;
      double up = high + twice;
      if (twice == up - high) {
        high = up;
      }
    }
    return high;
  }
}

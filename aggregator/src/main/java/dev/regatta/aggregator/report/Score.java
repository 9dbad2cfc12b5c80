package dev.regatta.aggregator.report;

import dev.regatta.aggregator.statistics.Interval;
import java.util.Collection;
import java.util.List;

/**
 * A mean with its uncertainty.
 *
 * @param value the mean
 * @param stderr standard error over instances; null where it is not known, such as of one instance
 * @param low lower end of the 95% interval, null where the standard error is
 * @param high upper end of the 95% interval
 * @param n instances behind it
 */
public record Score(double value, Double stderr, Double low, Double high, long n) {
  static Score of(double value, Interval interval) {
    return new Score(
        value,
        known(interval.stderr()),
        known(interval.low()),
        known(interval.high()),
        interval.n());
  }

  /** Null for NaN. */
  static Double known(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }

  /** The mean over all instances of disjoint groups of instances. Null for no group. */
  static Score pooled(Collection<Score> groups) {
    long n = groups.stream().mapToLong(Score::n).sum();
    return n == 0 ? null : combine(groups, groups.stream().map(g -> (double) g.n / n).toList(), n);
  }

  /** The mean of the groups' means, each group counting once. Null for no group. */
  static Score macro(Collection<Score> groups) {
    if (groups.isEmpty()) {
      return null;
    }
    double weight = 1.0 / groups.size();
    return combine(
        groups,
        groups.stream().map(g -> weight).toList(),
        groups.stream().mapToLong(Score::n).sum());
  }

  /**
   * Variances of independent means add up with the squares of their weights, and so do the squared
   * distances to the ends of their intervals (Zou and Donner 2008): skewed intervals stay skewed,
   * and a share of 0 keeps its upper end.
   */
  private static Score combine(Collection<Score> groups, List<Double> weights, long n) {
    double value = 0;
    double variance = 0;
    double below = 0;
    double above = 0;
    boolean known = true;
    int i = 0;
    for (Score group : groups) {
      double weight = weights.get(i++);
      value += weight * group.value;
      if (group.low == null || group.stderr == null) {
        known = false;
        continue;
      }
      variance += Math.pow(weight * group.stderr, 2);
      below += Math.pow(weight * (group.value - group.low), 2);
      above += Math.pow(weight * (group.high - group.value), 2);
    }
    return known
        ? new Score(
            value, Math.sqrt(variance), value - Math.sqrt(below), value + Math.sqrt(above), n)
        : new Score(value, null, null, null, n);
  }
}

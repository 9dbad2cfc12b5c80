package dev.regatta.aggregator.report;

import java.util.Collection;
import java.util.List;

/**
 * A mean with its uncertainty.
 *
 * @param value the mean
 * @param stderr standard error over instances; null where one instance is all there is
 * @param low lower end of the 95% interval, null where the standard error is
 * @param high upper end of the 95% interval
 * @param n instances behind it
 */
public record Score(double value, Double stderr, Double low, Double high, long n) {
  /** 97.5% quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  static Score of(double value, Double stderr, long n) {
    return stderr == null
        ? new Score(value, null, null, null, n)
        : new Score(value, stderr, value - Z * stderr, value + Z * stderr, n);
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

  /** Variances of independent means add up with the squares of their weights. */
  private static Score combine(Collection<Score> groups, List<Double> weights, long n) {
    double value = 0;
    double variance = 0;
    boolean known = true;
    int i = 0;
    for (Score group : groups) {
      double weight = weights.get(i++);
      value += weight * group.value;
      known &= group.stderr != null;
      variance += group.stderr == null ? 0 : Math.pow(weight * group.stderr, 2);
    }
    return of(value, known ? Math.sqrt(variance) : null, n);
  }
}

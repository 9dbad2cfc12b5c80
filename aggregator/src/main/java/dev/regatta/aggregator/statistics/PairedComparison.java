package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The same instances scored twice: a minus b.
 *
 * @param difference mean of the differences
 * @param interval its standard error and 95% interval; n are the pairs
 * @param pValue two-sided, of no difference
 * @param test {@link #MCNEMAR} where every score is 0 or 1, else {@link #SIGN_FLIP}
 * @param detectable smallest true difference that a test at 5%, two-sided, finds in four of five
 *     repetitions; NaN where no two differences differ
 */
public record PairedComparison(
    double difference, Interval interval, double pValue, String test, double detectable) {

  /** McNemar's exact test: the discordant pairs are a fair coin (McNemar 1947). */
  public static final String MCNEMAR = "McNemar, exact";

  /** {@link SignFlips} of the differences, or of their sums over clusters. */
  public static final String SIGN_FLIP = "sign flips";

  private static final double POWER = 0.8;

  /** Compares two score lists of the same instances, which are independent of each other. */
  public static PairedComparison of(double[] a, double[] b) {
    double[] differences = differences(a, b);
    Moments moments = new Moments();
    Arrays.stream(differences).forEach(moments::add);
    Interval student = Interval.ofMean(moments);
    boolean binary = isBinary(a) && isBinary(b);
    return new PairedComparison(
        a.length == 0 ? 0 : moments.mean(),
        binary ? PairedShares.of(a, b).interval(student.stderr()) : student,
        binary ? mcNemar(differences) : SignFlips.pValue(differences),
        binary ? MCNEMAR : SIGN_FLIP,
        detectable(student.stderr(), a.length - 1.0));
  }

  /**
   * The same where instances hang together.
   *
   * @param clusters the cluster of each instance, from 0
   */
  public static PairedComparison of(double[] a, double[] b, int[] clusters) {
    double[] differences = differences(a, b);
    Interval interval = Interval.ofClusters(differences, clusters);
    double[] sums = Clusters.sums(differences, clusters);
    return new PairedComparison(
        a.length == 0 ? 0 : Clusters.mean(differences),
        interval,
        SignFlips.pValue(sums),
        SIGN_FLIP,
        detectable(interval.stderr(), Clusters.degrees(clusters)));
  }

  /**
   * The smallest effect with power 80% at 5%, two-sided, from a standard error (Bloom, Minimum
   * Detectable Effects, Evaluation Review 1995).
   *
   * @param degrees of freedom of the standard error; infinity for a normal distribution
   */
  public static double detectable(double stderr, double degrees) {
    if (!(stderr > 0)) {
      return Double.NaN;
    }
    double multiplier =
        Double.isInfinite(degrees)
            ? Interval.Z + Interval.normal(POWER)
            : Interval.quantile(degrees)
                + TDistribution.of(degrees).inverseCumulativeProbability(POWER);
    return multiplier * stderr;
  }

  private static double[] differences(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " scores against " + b.length);
    }
    double[] differences = new double[a.length];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    return differences;
  }

  private static boolean isBinary(double[] scores) {
    return Arrays.stream(scores).allMatch(score -> score == 0 || score == 1);
  }

  private static double mcNemar(double[] differences) {
    int up = (int) Arrays.stream(differences).filter(d -> d > 0).count();
    int down = (int) Arrays.stream(differences).filter(d -> d < 0).count();
    if (up + down == 0) {
      return 1;
    }
    double tail = BinomialDistribution.of(up + down, 0.5).cumulativeProbability(Math.min(up, down));
    return Math.min(1, 2 * tail);
  }
}

package dev.regatta.aggregator.statistics;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The same instances scored twice: a minus b.
 *
 * @param n pairs
 * @param difference mean of the differences
 * @param stderr its standard error; NaN for fewer than two pairs
 * @param pValue two-sided, of no difference
 * @param test {@link #MCNEMAR} where every score is 0 or 1, else {@link #SIGN_FLIP}
 */
public record PairedComparison(
    int n, double difference, double stderr, double pValue, String test) {

  /** McNemar's exact test: the discordant pairs are a fair coin (McNemar 1947). */
  public static final String MCNEMAR = "McNemar, exact";

  /** Permutation test over the signs of the differences (Fisher 1935). */
  public static final String SIGN_FLIP = "sign flips";

  /** Up to this many pairs that differ, every one of the flips is tried. */
  private static final int EXACT_PAIRS = 14;

  private static final int DRAWS = 9_999;

  /** Equal sums may differ in their last bits, by the order of addition. */
  private static final double TOLERANCE = 1e-12;

  /**
   * Compares two score lists of the same instances.
   *
   * @param seed of the random flips; they are a function of it alone
   */
  public static PairedComparison of(double[] a, double[] b, long seed) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " scores against " + b.length);
    }
    double[] differences = new double[a.length];
    ExactSum sum = new ExactSum();
    boolean binary = true;
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
      sum.add(differences[i]);
      binary &= isBinary(a[i]) && isBinary(b[i]);
    }
    double mean = a.length == 0 ? 0 : sum.value() / a.length;
    return new PairedComparison(
        a.length,
        mean,
        standardError(differences, mean),
        binary ? mcNemar(differences) : signFlip(differences, seed),
        binary ? MCNEMAR : SIGN_FLIP);
  }

  private static boolean isBinary(double score) {
    return score == 0 || score == 1;
  }

  private static double standardError(double[] differences, double mean) {
    if (differences.length < 2) {
      return Double.NaN;
    }
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    return Math.sqrt(squares / (differences.length - 1) / differences.length);
  }

  private static double mcNemar(double[] differences) {
    int up = 0;
    int down = 0;
    for (double difference : differences) {
      up += difference > 0 ? 1 : 0;
      down += difference < 0 ? 1 : 0;
    }
    if (up + down == 0) {
      return 1;
    }
    double tail = BinomialDistribution.of(up + down, 0.5).cumulativeProbability(Math.min(up, down));
    return Math.min(1, 2 * tail);
  }

  private static double signFlip(double[] differences, long seed) {
    double[] nonZero = java.util.Arrays.stream(differences).filter(d -> d != 0).toArray();
    double observed = Math.abs(java.util.Arrays.stream(nonZero).sum()) - TOLERANCE;
    return nonZero.length <= EXACT_PAIRS
        ? everyFlip(nonZero, observed)
        : randomFlips(nonZero, observed, new SplittableRandom(seed));
  }

  private static double everyFlip(double[] differences, double observed) {
    int flips = 1 << differences.length;
    int asFar = 0;
    for (int signs = 0; signs < flips; signs++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
      }
      asFar += Math.abs(sum) >= observed ? 1 : 0;
    }
    return (double) asFar / flips;
  }

  /** The observed signs count as one of the draws, so p is never zero. */
  private static double randomFlips(
      double[] differences, double observed, SplittableRandom random) {
    int asFar = 1;
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (double difference : differences) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      asFar += Math.abs(sum) >= observed ? 1 : 0;
    }
    return asFar / (DRAWS + 1.0);
  }
}

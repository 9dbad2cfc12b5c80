package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {

  /**
   * Agresti, Categorical Data Analysis, section 10.1 (approval of a prime minister): 794, 150, 86
   * and 570 of 1600; difference 0.04 with a standard error of 0.0095.
   */
  @Test
  void sharesOfAgresti() {
    PairedComparison comparison = shares(794, 150, 86, 570);
    assertThat(comparison.difference()).isCloseTo(0.04, within(1e-12));
    // He divides by n, not n - 1.
    assertThat(comparison.interval().stderr() * Math.sqrt(1599 / 1600.0))
        .isCloseTo(0.0095, within(5e-5));
    assertThat(comparison.test()).isEqualTo(PairedComparison.MCNEMAR);
    // McNemar's z is 4.17 there.
    assertThat(comparison.pValue()).isBetween(1e-5, 6e-5);
  }

  /**
   * Fagerland, Lydersen and Laake, Statistics in Medicine 33 (2014): 1, 1, 7 and 12 pairs; exact p
   * 0.070, Newcombe's interval -0.507 to -0.026.
   */
  @Test
  void sharesOfFagerland() {
    PairedComparison comparison = shares(1, 1, 7, 12);
    assertThat(comparison.pValue()).isEqualTo(18 / 256.0);
    assertBounds(comparison.interval(), -0.507, -0.026, 5e-4);
  }

  /** Newcombe, Statistics in Medicine 17 (1998), method 10; Tang et al., ibid. 29 (2010). */
  @Test
  void intervalsOfNewcombe() {
    assertBounds(shares(20, 12, 2, 16).interval(), 0.0562, 0.3292, 5e-5);
    assertBounds(shares(8, 3, 1, 2).interval(), -0.1574, 0.4136, 5e-5);
  }

  @Test
  void noDiscordantPairIsNoEvidence() {
    PairedComparison comparison = shares(2, 0, 0, 1);
    assertThat(comparison.pValue()).isEqualTo(1);
    assertThat(comparison.interval().low()).isLessThan(-0.3);
    assertThat(comparison.interval().high()).isGreaterThan(0.3);
    assertThat(comparison.detectable()).isNaN();
  }

  @Test
  void onePairHasNoInterval() {
    PairedComparison comparison = shares(0, 1, 0, 0);
    assertThat(comparison.interval()).isEqualTo(Interval.unknown(1));
    assertThat(comparison.difference()).isEqualTo(1);
  }

  /** Three times 0.1 is not 0.3, and a third of that is not 0.1. */
  @Test
  void equalDifferencesDoNotVaryInClustersEither() {
    double[] a = {0.1, 0.1, 0.1};
    PairedComparison comparison = PairedComparison.of(a, new double[3], new int[] {0, 1, 1});
    assertThat(comparison.interval().stderr()).isZero();
    assertThat(comparison.detectable()).isNaN();
  }

  @Test
  void scoresBetweenHaveStudentsInterval() {
    SplittableRandom random = new SplittableRandom(1);
    double[] a = random.doubles(25).toArray();
    double[] b = random.doubles(25).toArray();
    Interval interval = PairedComparison.of(a, b).interval();
    // Shifted to one of its ends, a paired t test has p = 0.05 by commons-math.
    for (double end : new double[] {interval.low(), interval.high()}) {
      double[] shifted = Arrays.stream(b).map(x -> x + end).toArray();
      assertThat(new TTest().pairedTTest(a, shifted)).isCloseTo(0.05, within(1e-9));
    }
  }

  @Test
  void fewPairsAreFlippedInEveryWay() {
    // Of the eight sign patterns of 1, 2, 3 only the two extreme ones reach 6.
    PairedComparison comparison =
        PairedComparison.of(new double[] {1.5, 2.5, 3.5}, new double[] {0.5, 0.5, 0.5});
    assertThat(comparison.test()).isEqualTo(PairedComparison.SIGN_FLIP);
    assertThat(comparison.pValue()).isEqualTo(2 / 8.0);
  }

  /**
   * Cohen, Statistical Power Analysis (1988), table 2.3: at 5% two-sided, 34 pairs find an effect
   * of half a standard deviation with a power of 0.80. Bloom (1995): 2.80 standard errors in the
   * limit.
   */
  @Test
  void theDetectableEffectIsCohens() {
    assertThat(PairedComparison.detectable(1 / Math.sqrt(34), 33)).isCloseTo(0.5, within(0.006));
    assertThat(PairedComparison.detectable(1, Double.POSITIVE_INFINITY))
        .isCloseTo(2.80, within(0.005));
  }

  @Test
  void theDetectableEffectIsFoundFourTimesInFive() {
    SplittableRandom random = new SplittableRandom(3);
    int trials = 1000;
    int found = 0;
    // Uniform differences have a standard deviation of 1 / sqrt(12).
    double effect = PairedComparison.detectable(Math.sqrt(1.0 / 12 / 40), 39);
    for (int trial = 0; trial < trials; trial++) {
      double[] a = random.doubles(40).map(x -> x - 0.5 + effect).toArray();
      found += PairedComparison.of(a, new double[40]).pValue() <= 0.05 ? 1 : 0;
    }
    assertThat((double) found / trials).isBetween(0.76, 0.84);
  }

  @Test
  void underNoDifferencePValuesAreUniform() {
    SplittableRandom random = new SplittableRandom(7);
    int trials = 400;
    int below = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] a = random.doubles(30).toArray();
      double[] b = random.doubles(30).toArray();
      below += PairedComparison.of(a, b).pValue() <= 0.1 ? 1 : 0;
    }
    // Binomial(400, 0.1): 40, give or take four standard deviations of 6.
    assertThat(below).isBetween(16, 64);
  }

  @Test
  void differencesOfSharesAreCovered() {
    SplittableRandom random = new SplittableRandom(8);
    int trials = 4000;
    int hits = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] a = new double[150];
      double[] b = new double[150];
      for (int i = 0; i < a.length; i++) {
        double difficulty = random.nextDouble();
        a[i] = random.nextDouble() < 0.2 + 0.7 * difficulty ? 1 : 0;
        b[i] = random.nextDouble() < 0.1 + 0.7 * difficulty ? 1 : 0;
      }
      hits += covers(PairedComparison.of(a, b).interval(), 0.1) ? 1 : 0;
    }
    assertThat((double) hits / trials).isBetween(0.94, 0.96);
  }

  /** Questions of a passage are hard together for one of the models. */
  @Test
  void clusteredDifferencesAreCoveredAndTheirPValuesUniform() {
    SplittableRandom random = new SplittableRandom(9);
    int trials = 1000;
    int hits = 0;
    int naive = 0;
    int below = 0;
    int[] clusters = IntStream.range(0, 200).map(i -> i / 5).toArray();
    for (int trial = 0; trial < trials; trial++) {
      double[] a = new double[200];
      double[] b = new double[200];
      double ease = 0;
      for (int i = 0; i < a.length; i++) {
        ease = i % 5 == 0 ? random.nextDouble() : ease;
        a[i] = ease + random.nextDouble();
        b[i] = 0.5 + random.nextDouble();
      }
      PairedComparison comparison = PairedComparison.of(a, b, clusters);
      hits += covers(comparison.interval(), 0) ? 1 : 0;
      Moments differences = new Moments();
      IntStream.range(0, 200).forEach(i -> differences.add(a[i] - b[i]));
      naive += covers(Interval.ofMean(differences), 0) ? 1 : 0;
      below += comparison.pValue() <= 0.1 ? 1 : 0;
    }
    assertThat((double) hits / trials).isBetween(0.94, 0.96);
    assertThat((double) naive / trials).isLessThan(0.9);
    assertThat(below).isBetween(62, 138);
  }

  private static boolean covers(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high();
  }

  private static PairedComparison shares(int both, int first, int second, int neither) {
    int n = both + first + second + neither;
    double[] a = new double[n];
    double[] b = new double[n];
    Arrays.fill(a, 0, both + first, 1);
    Arrays.fill(b, 0, both, 1);
    Arrays.fill(b, both + first, both + first + second, 1);
    return PairedComparison.of(a, b);
  }

  private static void assertBounds(Interval interval, double low, double high, double precision) {
    assertThat(interval.low()).isCloseTo(low, within(precision));
    assertThat(interval.high()).isCloseTo(high, within(precision));
  }
}

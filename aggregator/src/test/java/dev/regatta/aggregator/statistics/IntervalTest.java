package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final int REPEATS = 4000;

  /** NIST/SEMATECH e-Handbook of Statistical Methods, tables 1.3.6.7.1 and 1.3.6.7.2. */
  @Test
  void quantilesAreThoseOfTheTables() {
    assertThat(Interval.Z).isCloseTo(1.959964, within(1e-6));
    assertThat(Interval.quantile(1)).isCloseTo(12.706, within(5e-4));
    assertThat(Interval.quantile(5)).isCloseTo(2.571, within(5e-4));
    assertThat(Interval.quantile(30)).isCloseTo(2.042, within(5e-4));
    assertThat(Interval.quantile(100)).isCloseTo(1.984, within(5e-4));
  }

  /** Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
  @Test
  void wilsonIsThatOfThePaper() {
    assertBounds(proportion(81, 263), 0.2553, 0.3662);
    assertBounds(proportion(15, 148), 0.0624, 0.1605);
    assertBounds(proportion(0, 20), 0.0000, 0.1611);
    assertBounds(proportion(1, 29), 0.0061, 0.1718);
  }

  @Test
  void oneValueHasNoInterval() {
    Moments one = new Moments();
    one.add(0.3);
    assertThat(Interval.ofMean(one).low()).isNaN();
    assertThat(Interval.ofMean(one).n()).isEqualTo(1);
    assertThat(proportion(1, 1)).isEqualTo(Interval.unknown(1));
    assertThat(proportion(0, 0)).isEqualTo(Interval.unknown(0));
  }

  @Test
  void meansAreCoveredAsOftenAsPromised() {
    SplittableRandom random = new SplittableRandom(1);
    double coverage = coverage(30, 0.5, random::nextDouble, moments -> Interval.ofMean(moments));
    assertThat(coverage).isBetween(0.94, 0.96);
  }

  @Test
  void sharesAreCoveredAlsoNearTheEnd() {
    SplittableRandom random = new SplittableRandom(2);
    for (double p : new double[] {0.5, 0.9, 0.97}) {
      double coverage =
          coverage(
              60,
              p,
              () -> random.nextDouble() < p ? 1 : 0,
              moments -> Interval.ofProportion(moments));
      assertThat(coverage).as("p = %s", p).isBetween(0.92, 0.985);
    }
  }

  /**
   * Confidences are uniform over [0.4, 1] and too great by 0.2: the share q of the most confident
   * has an accuracy of 0.8 - 0.3 q, whose mean over q is 0.65. Over 4,800 samples the two intervals
   * cover in 94.3 and 94.6 of 100.
   */
  @Test
  void calibrationIsCovered() {
    SplittableRandom random = new SplittableRandom(6);
    int hits = 0;
    int repeats = 800;
    for (int i = 0; i < repeats; i++) {
      int n = 200;
      double[] confidence = new double[n];
      int[] correct = new int[n];
      for (int j = 0; j < n; j++) {
        confidence[j] = 0.4 + 0.6 * random.nextDouble();
        correct[j] = random.nextDouble() < confidence[j] - 0.2 ? 1 : 0;
      }
      Confidences.Pairs pairs =
          new Confidences.Pairs(LongStream.range(0, n).toArray(), confidence, correct);
      Map<String, CalibrationSummary.Value> summary =
          CalibrationSummary.of(List.of(pairs), "seed" + i);
      hits += covers(summary.get("ece_1_bin").interval(), 0.2) ? 1 : 0;
      hits += covers(summary.get("selective_cov_acc_area").interval(), 0.65) ? 1 : 0;
    }
    assertThat(hits / 2.0 / repeats).isBetween(0.94, 0.96);
  }

  private static boolean covers(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high();
  }

  /**
   * Miller, Adding Error Bars to Evals (2024), equation 4, the sum over pairs within clusters;
   * times what Bell and McCaffrey (2002) correct for few clusters.
   */
  @Test
  void clusteredStandardErrorsAreMillers() {
    SplittableRandom random = new SplittableRandom(4);
    double[] values = random.doubles(40).toArray();
    int[] clusters = IntStream.range(0, 40).map(i -> random.nextInt(9)).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double miller = 0;
    double corrected = 0;
    for (int i = 0; i < 40; i++) {
      int cluster = clusters[i];
      double share = Arrays.stream(clusters).filter(c -> c == cluster).count() / 40.0;
      for (int j = 0; j < 40; j++) {
        double product = clusters[j] == cluster ? (values[i] - mean) * (values[j] - mean) : 0;
        miller += product;
        corrected += product / (1 - share);
      }
    }
    Interval interval = Interval.ofClusters(values, clusters);
    assertThat(interval.stderr()).isCloseTo(Math.sqrt(corrected) / 40, within(1e-12));
    assertThat(interval.stderr()).isBetween(Math.sqrt(miller) / 40, 1.15 * Math.sqrt(miller) / 40);
  }

  /** The trace of Bell and McCaffrey's matrix squared over the trace of its square. */
  @Test
  void degreesOfFreedomAreThoseOfTheMatrix() {
    int[] clusters = {0, 0, 0, 0, 1, 1, 2, 3, 3, 3};
    double[] shares = {0.4, 0.2, 0.1, 0.3};
    Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(4, 4);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        double covariance = (i == j ? shares[i] : 0) - shares[i] * shares[j];
        matrix.setEntry(i, j, covariance / Math.sqrt((1 - shares[i]) * (1 - shares[j])));
      }
    }
    double expected = Math.pow(matrix.getTrace(), 2) / matrix.multiply(matrix).getTrace();
    assertThat(Clusters.degrees(clusters)).isCloseTo(expected, within(1e-12)).isLessThan(3);
    assertThat(Clusters.degrees(new int[] {0, 0, 1, 1, 2, 2})).isCloseTo(2, within(1e-12));
  }

  /** Of equally large clusters, that of the mean of their means, by commons-math. */
  @Test
  void equalClustersAreTheirMeans() {
    double[] values = new SplittableRandom(5).doubles(60).toArray();
    SummaryStatistics means = new SummaryStatistics();
    for (int i = 0; i < 60; i += 5) {
      means.addValue(Arrays.stream(values, i, i + 5).average().orElseThrow());
    }
    Interval interval =
        Interval.ofClusters(values, IntStream.range(0, 60).map(i -> i / 5).toArray());
    assertThat(interval.stderr())
        .isCloseTo(means.getStandardDeviation() / Math.sqrt(12), within(1e-12));
  }

  @Test
  void clustersOfOneAreIndependentValues() {
    double[] values = new SplittableRandom(6).doubles(30).toArray();
    Moments moments = new Moments();
    Arrays.stream(values).forEach(moments::add);
    Interval single = Interval.ofClusters(values, IntStream.range(0, 30).toArray());
    Interval mean = Interval.ofMean(moments);
    assertThat(single.stderr()).isCloseTo(mean.stderr(), within(1e-12));
    assertThat(single.low()).isCloseTo(mean.low(), within(1e-12));
    assertThat(Interval.ofClusters(values, new int[30]).low()).isNaN();
  }

  @Test
  void clusteredMeansAreCovered() {
    SplittableRandom random = new SplittableRandom(7);
    int hits = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      double[] values = new double[200];
      int[] clusters = new int[200];
      int cluster = 0;
      double ease = random.nextDouble();
      for (int i = 0; i < values.length; i++) {
        if (random.nextInt(4) == 0) {
          cluster++;
          ease = random.nextDouble();
        }
        clusters[i] = cluster;
        values[i] = random.nextDouble() < ease ? 1 : 0;
      }
      Interval interval = Interval.ofClusters(values, clusters);
      hits += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
    }
    assertThat((double) hits / REPEATS).isBetween(0.94, 0.96);
  }

  private static double coverage(
      int n, double truth, DoubleSupplier draw, Function<Moments, Interval> interval) {
    int hits = 0;
    for (int i = 0; i < REPEATS; i++) {
      Moments moments = new Moments();
      for (int j = 0; j < n; j++) {
        moments.add(draw.getAsDouble());
      }
      Interval found = interval.apply(moments);
      hits += found.low() <= truth && truth <= found.high() ? 1 : 0;
    }
    return (double) hits / REPEATS;
  }

  private static Interval proportion(int hits, int n) {
    Moments moments = new Moments();
    for (int i = 0; i < n; i++) {
      moments.add(i < hits ? 1 : 0);
    }
    return Interval.ofProportion(moments);
  }

  private static void assertBounds(Interval interval, double low, double high) {
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }
}

package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
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

  @Test
  void calibrationErrorsAreCovered() {
    SplittableRandom random = new SplittableRandom(3);
    double truth = 0.2;
    int hits = 0;
    int repeats = 300;
    for (int i = 0; i < repeats; i++) {
      int n = 300;
      double[] confidence = new double[n];
      int[] correct = new int[n];
      for (int j = 0; j < n; j++) {
        confidence[j] = 0.4 + 0.6 * random.nextDouble();
        correct[j] = random.nextDouble() < confidence[j] - truth ? 1 : 0;
      }
      Confidences.Pairs pairs =
          new Confidences.Pairs(confidence, correct, Ranking.descending(confidence));
      Interval interval =
          CalibrationSummary.of(List.of(pairs), "seed" + i).get("ece_1_bin").interval();
      hits += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }
    assertThat((double) hits / repeats).isBetween(0.91, 0.985);
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

package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  /** Efron and Tibshirani, An Introduction to the Bootstrap (1993), table 14.1, column A. */
  private static final double[] SPATIAL = {
    48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30,
    41
  };

  /** The law school data of the same book, table 3.1. */
  private static final double[] LSAT = {
    576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594
  };

  private static final double[] GPA = {
    3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96
  };

  /** Section 14.3: BCa at 90% for the variance with divisor n is (115.8, 259.6), a is 0.061. */
  @Test
  void bcaIsThatOfTheBook() {
    int n = SPATIAL.length;
    double[] jackknife =
        IntStream.range(0, n)
            .mapToDouble(
                out ->
                    variance(
                        IntStream.range(0, n)
                            .filter(i -> i != out)
                            .mapToDouble(i -> SPATIAL[i])
                            .toArray()))
            .toArray();
    double acceleration = Bootstrap.acceleration(jackknife);
    assertThat(acceleration).isCloseTo(0.061, within(5e-4));
    SplittableRandom random = new SplittableRandom(14);
    Resample resample = new Resample(n);
    double[] replicates = new double[20_000];
    for (int b = 0; b < replicates.length; b++) {
      resample.draw(random, n);
      replicates[b] = variance(copies(SPATIAL, resample));
    }
    Interval interval = Bootstrap.interval(n, variance(SPATIAL), replicates, acceleration, 0.05);
    // The book drew 2000 resamples: its ends have errors of about two percent themselves.
    assertThat(interval.low()).isCloseTo(115.8, within(4.0));
    assertThat(interval.high()).isCloseTo(259.6, within(7.0));
  }

  /** Table 6.1 of the book: 0.132 for the correlation, with 3200 resamples. */
  @Test
  void theStandardErrorOfACorrelationIsThatOfTheBook() {
    PearsonsCorrelation pearson = new PearsonsCorrelation();
    Interval interval =
        interval(
            LSAT.length,
            resample -> pearson.correlation(copies(LSAT, resample), copies(GPA, resample)));
    assertThat(interval.stderr()).isCloseTo(0.132, within(0.012));
    assertThat(interval.low()).isBetween(0.2, 0.5);
    assertThat(interval.high()).isBetween(0.9, 1.0);
  }

  /**
   * Standard errors that lm-evaluation-harness computes from 2000 resamples. Perplexities count
   * where the mean logprob is known well enough that a few resamples do not decide.
   */
  @Test
  void standardErrorsAreThoseOfLmEval() {
    SummaryStatistics perplexity = new SummaryStatistics();
    SummaryStatistics median = new SummaryStatistics();
    for (JsonNode gold : Gold.lines("lmeval_aggregations.jsonl")) {
      double[] values = new double[gold.get("values").size()];
      Arrays.setAll(values, i -> gold.get("values").get(i).asDouble());
      Arrays.sort(values);
      String seed = gold.get("id").asText();
      if (gold.get("mean_stderr").asDouble() < 0.5) {
        Interval found = interval(seed, values.length, r -> Math.exp(-mean(values, r)));
        perplexity.addValue(
            found.stderr() / gold.get("perplexity_bootstrap_stderr_2000").asDouble());
      }
      double expected = gold.get("median_bootstrap_stderr_2000").asDouble();
      if (expected > 0) {
        // The median of an even number is the upper one of the two in the middle.
        median.addValue(
            interval(seed, values.length, r -> upperMedian(values, r)).stderr() / expected);
      }
    }
    for (SummaryStatistics ratios : List.of(perplexity, median)) {
      assertThat(ratios.getN()).isGreaterThan(10);
      // Its draws are the same for all cases of a size, so its errors do not average out; single
      // medians beside a gap are at the mercy of few resamples.
      assertThat(ratios.getMean()).isBetween(0.95, 1.05);
      assertThat(ratios.getMin()).isGreaterThan(0.6);
      assertThat(ratios.getMax()).isLessThan(1.4);
    }
  }

  @Test
  void medianOfASkewedDistributionIsCovered() {
    SplittableRandom random = new SplittableRandom(5);
    double coverage =
        coverage(
            1000,
            Math.log(2),
            () -> {
              double[] x = random.doubles(101).map(u -> -Math.log1p(-u)).sorted().toArray();
              return interval(x.length, resample -> upperMedian(x, resample));
            });
    assertThat(coverage).isBetween(0.94, 0.96);
  }

  @Test
  void aRatioOfSkewedMeansIsCovered() {
    SplittableRandom random = new SplittableRandom(6);
    double coverage =
        coverage(
            1000,
            2,
            () -> {
              double[] x = random.doubles(200).map(u -> -2 * Math.log1p(-u)).toArray();
              double[] y = random.doubles(200).map(u -> 0.5 + u).toArray();
              return interval(x.length, r -> mean(x, r) / mean(y, r));
            });
    assertThat(coverage).isBetween(0.94, 0.96);
  }

  @Test
  void fewerAreDrawnOfVeryManyAndTheSpreadIsScaled() {
    double[] x = new SplittableRandom(8).doubles(50_000).toArray();
    Interval interval = interval(x.length, resample -> mean(x, resample));
    double expected = Math.sqrt(1.0 / 12 / x.length);
    assertThat(interval.stderr()).isCloseTo(expected, within(0.08 * expected));
    assertThat(interval.high() - interval.low()).isCloseTo(3.92 * expected, within(expected / 2));
  }

  @Test
  void whatIsNotDefinedHasNoInterval() {
    assertThat(interval(1, resample -> 3).low()).isNaN();
    assertThat(interval(30, resample -> Double.NaN).stderr()).isNaN();
    assertThat(interval(5, r -> r.count(0) > 0 ? 1 : Double.NaN).low()).isNaN();
    assertThat(interval(30, resample -> 3)).isEqualTo(new Interval(30, 0, 3, 3));
  }

  @Test
  void theSameSampleAndSeedGiveTheSameInterval() {
    double[] x = new SplittableRandom(9).doubles(40).toArray();
    assertThat(interval(40, r -> mean(x, r))).isEqualTo(interval(40, r -> mean(x, r)));
  }

  private interface Trial {
    Interval run();
  }

  private static double coverage(int repeats, double truth, Trial trial) {
    int hits = 0;
    for (int i = 0; i < repeats; i++) {
      Interval interval = trial.run();
      hits += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }
    return (double) hits / repeats;
  }

  private static Interval interval(int items, Function<Resample, Number> statistic) {
    return interval("a seed", items, statistic);
  }

  private static Interval interval(String seed, int items, Function<Resample, Number> statistic) {
    return Bootstrap.intervals(items, r -> new double[] {statistic.apply(r).doubleValue()}, seed)
        .get(0);
  }

  private static double[] copies(double[] values, Resample resample) {
    return IntStream.range(0, resample.size())
        .map(resample::item)
        .flatMap(item -> IntStream.range(0, resample.count(item)).map(copy -> item))
        .mapToDouble(item -> values[item])
        .toArray();
  }

  private static double mean(double[] values, Resample resample) {
    double sum = 0;
    int count = 0;
    for (int k = 0; k < resample.size(); k++) {
      int item = resample.item(k);
      sum += resample.count(item) * values[item];
      count += resample.count(item);
    }
    return sum / count;
  }

  private static double variance(double[] values) {
    return new Variance(false).evaluate(values);
  }

  /** Of rising values: the middle, the upper one of two. */
  private static double upperMedian(double[] rising, Resample resample) {
    int total =
        IntStream.range(0, resample.size()).map(k -> resample.count(resample.item(k))).sum();
    int k = 0;
    int upTo = 0;
    while (upTo + resample.count(resample.item(k)) <= total / 2) {
      upTo += resample.count(resample.item(k++));
    }
    return rising[resample.item(k)];
  }
}

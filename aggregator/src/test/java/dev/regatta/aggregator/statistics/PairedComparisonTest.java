package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {

  @Test
  void mcNemarCountsTheDiscordantPairs() {
    // Ten pairs up, two down: p = 2 (C(12,0) + C(12,1) + C(12,2)) / 2^12.
    double[] a = new double[40];
    double[] b = new double[40];
    IntStream.range(0, 10).forEach(i -> a[i] = 1);
    IntStream.range(10, 12).forEach(i -> b[i] = 1);
    IntStream.range(12, 20).forEach(i -> a[i] = b[i] = 1);
    PairedComparison comparison = PairedComparison.of(a, b, 1);
    assertThat(comparison.test()).isEqualTo(PairedComparison.MCNEMAR);
    assertThat(comparison.pValue()).isCloseTo(2 * 79 / 4096.0, within(1e-12));
    assertThat(comparison.difference()).isCloseTo(8 / 40.0, within(1e-15));
    // Differences: ten of 1, two of -1, 28 of 0, around 0.2.
    double squares = 10 * 0.8 * 0.8 + 2 * 1.2 * 1.2 + 28 * 0.2 * 0.2;
    assertThat(comparison.stderr()).isCloseTo(Math.sqrt(squares / 39 / 40), within(1e-12));
  }

  @Test
  void noDiscordantPairIsNoEvidence() {
    double[] same = {1, 0, 1};
    assertThat(PairedComparison.of(same, same, 1).pValue()).isEqualTo(1);
  }

  @Test
  void fewPairsAreFlippedInEveryWay() {
    // Fisher's logic by hand: of the eight sign patterns of 1, 2, 3 only the two extreme ones reach
    // 6.
    PairedComparison comparison =
        PairedComparison.of(new double[] {1.5, 2.5, 3.5}, new double[] {0.5, 0.5, 0.5}, 1);
    assertThat(comparison.test()).isEqualTo(PairedComparison.SIGN_FLIP);
    assertThat(comparison.pValue()).isEqualTo(2 / 8.0);
  }

  @Test
  void underNoDifferencePValuesAreUniform() {
    SplittableRandom random = new SplittableRandom(7);
    int trials = 400;
    int below = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] a = random.doubles(30).toArray();
      double[] b = random.doubles(30).toArray();
      below += PairedComparison.of(a, b, trial).pValue() <= 0.1 ? 1 : 0;
    }
    // Binomial(400, 0.1): 40, give or take four standard deviations of 6.
    assertThat(below).isBetween(16, 64);
  }
}

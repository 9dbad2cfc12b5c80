package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignFlipsTest {
  /**
   * Darwin's maize, differences of 15 pairs in eighths of an inch, as Fisher tests them in The
   * Design of Experiments (1935, section 21): 863 of the 32768 flips have a sum as great as the
   * observed 314, and as many one as small.
   */
  private static final double[] DARWIN = {
    49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48
  };

  @Test
  void fishersExampleIsExact() {
    assertThat(SignFlips.pValue(DARWIN)).isEqualTo(2 * 863 / 32768.0);
  }

  /** Four copies of the pairs; the normal limit of the test is z = sum / root of the squares. */
  @Test
  void manyPairsAreFlippedAtRandom() {
    double[] terms = new double[60];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < terms.length; i++) {
      terms[i] = DARWIN[i % 15] - 8;
      sum += terms[i];
      squares += terms[i] * terms[i];
    }
    double limit =
        2
            * new org.apache.commons.math3.distribution.NormalDistribution()
                .cumulativeProbability(-sum / Math.sqrt(squares));
    assertThat(SignFlips.pValue(terms)).isCloseTo(limit, within(0.006));
  }

  @Test
  void theSideItIsSeenFromDoesNotMatter() {
    double[] terms = new SplittableRandom(1).doubles(40, -1, 1.2).toArray();
    double[] mirrored = terms.clone();
    for (int i = 0; i < mirrored.length; i++) {
      mirrored[i] = -mirrored[i];
    }
    assertThat(SignFlips.pValue(mirrored)).isEqualTo(SignFlips.pValue(terms));
  }

  @Test
  void nothingButZerosIsNoEvidence() {
    assertThat(SignFlips.pValue(new double[0])).isEqualTo(1);
    assertThat(SignFlips.pValue(new double[] {0, 0})).isEqualTo(1);
  }

  @Test
  void pValuesOfVeryManyTermsAreUniformToo() {
    SplittableRandom random = new SplittableRandom(2);
    int trials = 20;
    int below = 0;
    for (int trial = 0; trial < trials; trial++) {
      below += SignFlips.pValue(random.doubles(20_000, -1, 1).toArray()) <= 0.5 ? 1 : 0;
    }
    // Binomial(20, 0.5): 10, give or take four standard deviations of 2.2.
    assertThat(below).isBetween(2, 18);
  }
}

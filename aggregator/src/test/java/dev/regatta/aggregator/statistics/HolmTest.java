package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

  /**
   * Four p values, worked by hand: 4 x 0.005, 3 x 0.01, then 2 x 0.03, which 0.04 cannot undercut.
   */
  @Test
  void steppingDown() {
    assertThat(Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
  }

  /** By the definition: of two equal p values the first step counts for both. */
  @Test
  void tiesAndTheEndOfTheScale() {
    assertThat(Holm.adjust(new double[] {0.001, 0.2, 0.6, 0.013, 0.013}))
        .containsExactly(new double[] {0.005, 0.4, 0.6, 0.052, 0.052}, within(1e-15));
    assertThat(Holm.adjust(new double[] {0.7, 0.8})).containsExactly(1, 1);
    assertThat(Holm.adjust(new double[0])).isEmpty();
  }
}

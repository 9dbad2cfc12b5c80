package dev.regatta.gold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToleranceTest {

  @Test
  void numbersAgreeRelativeToTheRecordedOne() {
    assertThat(Tolerance.USUAL.agree(1e6, 1e6 + 9e-4)).isTrue();
    assertThat(Tolerance.USUAL.agree(1e6, 1e6 + 2e-3)).isFalse();
    assertThat(Tolerance.USUAL.agree(1e-6, 1.1e-6)).isFalse();
    assertThat(Tolerance.USUAL.agree(0, 1e-231)).isTrue();
    assertThat(Tolerance.EXACT.agree(0.1 + 0.2, 0.3)).isFalse();
    assertThat(Tolerance.EXACT.agree(0, -0.0)).isTrue();
  }

  @Test
  void whatIsNoNumberAgreesWithItselfAlone() {
    assertThat(Tolerance.ITERATIVE.agree(Double.NaN, Double.NaN)).isTrue();
    assertThat(Tolerance.ITERATIVE.agree(Double.NaN, 0)).isFalse();
    assertThat(Tolerance.ITERATIVE.agree(0, Double.NaN)).isFalse();
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(Tolerance.ITERATIVE.agree(infinity, infinity)).isTrue();
    assertThat(Tolerance.ITERATIVE.agree(infinity, -infinity)).isFalse();
    assertThat(Tolerance.ITERATIVE.agree(infinity, 1)).isFalse();
  }
}

package dev.regatta.aggregator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {

  @Test
  void aSingleGroupKeepsItsOwnInterval() {
    Score wilson = new Score(0.0, 0.0, 0.0, 0.2425, 12);
    assertThat(Score.macro(List.of(wilson))).isEqualTo(wilson);
    assertThat(Score.pooled(List.of(wilson))).isEqualTo(wilson);
  }

  @Test
  void symmetricIntervalsAddUpLikeTheirStandardErrors() {
    Score a = normal(0.4, 0.03, 100);
    Score b = normal(0.8, 0.04, 300);
    Score macro = Score.macro(List.of(a, b));
    assertThat(macro.value()).isCloseTo(0.6, within(1e-12));
    assertThat(macro.stderr()).isCloseTo(0.025, within(1e-12));
    assertThat(macro.high()).isCloseTo(0.6 + 1.959963984540054 * 0.025, within(1e-9));
    Score pooled = Score.pooled(List.of(a, b));
    assertThat(pooled.value()).isCloseTo(0.7, within(1e-12));
    assertThat(pooled.n()).isEqualTo(400);
  }

  @Test
  void anUnknownIntervalStaysUnknown() {
    Score unknown = new Score(0.5, null, null, null, 1);
    assertThat(Score.macro(List.of(unknown, normal(0.5, 0.1, 9))).low()).isNull();
    assertThat(Score.macro(List.of())).isNull();
  }

  private static Score normal(double value, double stderr, long n) {
    double half = 1.959963984540054 * stderr;
    return new Score(value, stderr, value - half, value + half, n);
  }
}

package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatTest {

  @Test
  void emptyMergesWithAnything() {
    assertThat(Stat.EMPTY.merge(Stat.of(2))).isEqualTo(Stat.of(2));
    assertThat(Stat.EMPTY.mean()).isNaN();
    assertThat(Stat.of(0.1).merge(Stat.of(0.3)).mean()).isCloseTo(0.2, within(1e-15));
  }
}

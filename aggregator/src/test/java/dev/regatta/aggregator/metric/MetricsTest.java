package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void namesTheNearestMetric() {
    assertThatThrownBy(() -> Metrics.named("quasi_exact_mach"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("did you mean 'quasi_exact_match'");
    assertThatThrownBy(() -> Metrics.named("pass"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("sandbox");
    assertThat(Metrics.names()).contains("exact_match");
  }
}

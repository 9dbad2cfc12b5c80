package dev.regatta.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.cli.bench.bare.BareRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndToEndReportTest {
  @Test
  void theRateIsToldAsAShareOfTheBarePaths() {
    EndToEndReport sweep =
        EndToEndReport.of(1000, Map.of("plan", 3.0, "score", 1.0), Optional.empty(), List.of(), "");
    EndToEndReport report =
        sweep.beside(new BareRun.Result(2, Map.of("broker", 1.5, "worker", 2.5)));
    assertThat(report.requestsPerSecond()).isEqualTo(250);
    assertThat(report.bare().requestsPerSecond()).isEqualTo(500);
    assertThat(report.bare().ratio()).isEqualTo(0.5);
    assertThat(report.text())
        .startsWith("1,000 requests in 4.0 s: 250/s")
        .contains("500/s with 4.0 processor seconds; the sweep has 50% of that rate");
    assertThat(sweep.text()).doesNotContain("bare");
  }
}

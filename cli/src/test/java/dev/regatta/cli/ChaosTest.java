package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.SweepStatus;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code regatta chaos} does, for less than a minute. */
class ChaosTest {
  private static final int REQUESTS = 1500;

  @TempDir private Path directory;

  @Test
  void servicesThatAreKilledAtRandomEndAsAnUndisturbedRun() {
    ChaosRun.Options options =
        new ChaosRun.Options(
            7, Duration.ofSeconds(25), REQUESTS, 1, 1, 2, 100, 8, Duration.ofMinutes(8));
    ChaosRun.Report report =
        new ChaosRun(options, directory, new Terminal(System.err, false, true)).run();
    assertThat(report.violations()).isEmpty();
    assertThat(report.state()).isEqualTo(SweepStatus.SCORED);
    assertThat(report.deeds()).isNotEmpty();
    assertThat(report.planned()).isEqualTo(REQUESTS);
    assertThat(report.completed()).isEqualTo(REQUESTS);
    assertThat(report.quarantined()).isZero();
    assertThat(report.equal()).isTrue();
  }
}

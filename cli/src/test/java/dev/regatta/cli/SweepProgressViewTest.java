package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.progress.Ledger;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SweepProgressViewTest {
  private long seconds;
  private final SweepProgressView view =
      new SweepProgressView(() -> TimeUnit.SECONDS.toNanos(seconds));

  @Test
  void aModelThatWorksHasARateAndATimeLeft() {
    line(0, 0);

    assertThat(line(1, 50))
        .isEqualTo(
            "m  [############............]  50%  50 of 100 requests, 50.0/s, 1 s left, 0 failed");
  }

  /** A rate would fall and fall while others work on. */
  @Test
  void aModelThatIsDoneHasNone() {
    line(0, 0);
    line(1, 50);

    assertThat(line(2, 100))
        .isEqualTo("m  [########################] 100%  100 of 100 requests, 0 failed");
  }

  @Test
  void aModelThatIsSilentHasNoRateThatFallsForEver() {
    line(0, 0);
    line(1, 50);

    assertThat(line(60, 50)).contains("/s, ").contains(" left");
    assertThat(line(61, 50))
        .isEqualTo(
            "m  [############............]  50%  50 of 100 requests, none for 1 min 0 s, 0 failed");
    assertThat(line(62, 51)).contains("/s, ").contains(" left");
  }

  private String line(int at, int completed) {
    seconds = at;
    return view.lines(Map.of("m", new Ledger.Counts(100, true, completed, 0, 0, 0))).get(0);
  }
}

package dev.regatta.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.scale.Demand;
import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemandsTest {
  private static final ModelProgress TEN_OPEN = new ModelProgress(30, true, 18, 2, 0);

  @Test
  void openRequestsOfAllSweepsThatAreExecutedAddUp() {
    ModelProgress four = new ModelProgress(4, true, 0, 0, 0);
    assertThat(
            Demands.of(
                List.of(sweep("s", SweepStatus.RUNNING), sweep("t", SweepStatus.PLANNING)),
                Map.of("s", Map.of("m", TEN_OPEN), "t", Map.of("m", four, "n", four)),
                Map.of()))
        .isEqualTo(Map.of("m", new Demand(14, false, true), "n", new Demand(4, false, true)));
  }

  @Test
  void aSweepThatIsPlannedMayHaveMore() {
    ModelProgress walked = new ModelProgress(30, false, 0, 0, 0);
    assertThat(
            Demands.of(
                List.of(sweep("s", SweepStatus.PLANNING)),
                Map.of("s", Map.of("n", walked)),
                Map.of()))
        .isEqualTo(Map.of("m", new Demand(0, false, false), "n", new Demand(30, false, false)));
  }

  @Test
  void aSweepThatIsNotExecutedYetHasWhatWasKnownAndMaybeMore() {
    assertThat(Demands.of(List.of(sweep("s", SweepStatus.RUNNING)), Map.of(), Map.of()))
        .isEqualTo(Map.of("m", new Demand(10, false, false)));
  }

  @Test
  void aSweepThatWaitsForWorkersWantsThem() {
    assertThat(
            Demands.of(
                List.of(sweep("s", SweepStatus.SUBMITTED), sweep("t", SweepStatus.SUBMITTED)),
                Map.of(),
                Map.of("s", List.of("m", "n"))))
        .isEqualTo(Map.of("m", new Demand(0, true, true), "n", new Demand(0, true, true)));
  }

  @ParameterizedTest
  @EnumSource(
      value = SweepStatus.class,
      names = {"LANDED", "SCORED", "PAUSED", "CANCELLED", "FAILED"})
  void allOthersAskForNothing(SweepStatus state) {
    assertThat(
            Demands.of(
                List.of(sweep("s", state)),
                Map.of("s", Map.of("m", TEN_OPEN)),
                Map.of("s", List.of("m"))))
        .isEmpty();
  }

  private static SweepControl sweep(String id, SweepStatus state) {
    return new SweepControl(
        id,
        id,
        state,
        0,
        1,
        null,
        0,
        List.of(new ModelRef("m", "simulated", "1", "r", null, true)),
        null,
        state == SweepStatus.RUNNING ? Map.of("m", TEN_OPEN) : Map.of(),
        null);
  }
}

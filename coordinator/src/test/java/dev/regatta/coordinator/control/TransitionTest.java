package dev.regatta.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionTest {

  /** The table of docs/architecture.md. */
  @Test
  void everyStateHasItsWaysOut() {
    assertThat(from(SweepStatus.SUBMITTED))
        .containsExactlyInAnyOrder("PLAN", "FAIL", "PAUSE", "CANCEL");
    assertThat(from(SweepStatus.PLANNING))
        .containsExactlyInAnyOrder("RUN", "FAIL", "PAUSE", "CANCEL");
    assertThat(from(SweepStatus.RUNNING))
        .containsExactlyInAnyOrder("LAND", "FAIL", "PAUSE", "CANCEL");
    assertThat(from(SweepStatus.LANDED)).containsExactlyInAnyOrder("SCORE", "FAIL", "RETRY");
    assertThat(from(SweepStatus.SCORED)).containsExactlyInAnyOrder("RETRY");
    assertThat(from(SweepStatus.PAUSED)).containsExactlyInAnyOrder("RESUME", "CANCEL");
    assertThat(from(SweepStatus.CANCELLED)).containsExactlyInAnyOrder("RESUME");
    assertThat(from(SweepStatus.FAILED)).containsExactlyInAnyOrder("RESUME", "CANCEL", "RETRY");
  }

  @ParameterizedTest
  @EnumSource(Transition.class)
  void onlyCommandsBeginAnEpoch(Transition transition) {
    SweepStatus state =
        EnumSet.allOf(SweepStatus.class).stream()
            .filter(transition::possibleFrom)
            .findFirst()
            .orElseThrow();
    SweepControl next = ControlChange.of(sweep(state, 3)).by(transition).make();
    boolean command = Set.of("PAUSE", "CANCEL", "RESUME", "RETRY").contains(transition.name());
    assertThat(next.epoch()).isEqualTo(command ? 4 : 3);
    assertThat(next.state()).isEqualTo(transition.to());
    assertThat(next.reason()).as("why the last state was is of no interest").isNull();
  }

  @Test
  void whatIsNotPossibleNamesTheStates() {
    assertThatThrownBy(() -> ControlChange.of(sweep(SweepStatus.SCORED, 0)).by(Transition.PAUSE))
        .isInstanceOf(NotPossibleException.class)
        .hasMessageContaining("Sweep s is scored: cannot pause it")
        .hasMessageContaining("submitted or planning or running");
  }

  @Test
  void whatIsNotSaidStays() {
    List<ModelRef> models = List.of(new ModelRef("m", "simulated", "1", "r", null, true));
    SweepControl planned =
        ControlChange.of(sweep(SweepStatus.SUBMITTED, 0)).models(models).by(Transition.PLAN).make();
    SweepControl paused = ControlChange.of(planned).by(Transition.PAUSE).make();
    assertThat(paused.models()).isEqualTo(models);
    assertThat(paused.submittedAtMillis()).isEqualTo(17);
  }

  private static Set<String> from(SweepStatus state) {
    return Arrays.stream(Transition.values())
        .filter(transition -> transition.possibleFrom(state))
        .map(Enum::name)
        .collect(Collectors.toSet());
  }

  private static SweepControl sweep(SweepStatus state, int epoch) {
    return new SweepControl("s", "sweep", state, epoch, 17, "because");
  }
}

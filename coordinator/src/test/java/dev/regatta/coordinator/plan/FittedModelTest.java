package dev.regatta.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.adapt.Window;
import dev.regatta.coordinator.sweep.ResolvedSweep.ModelSpec;
import dev.regatta.coordinator.sweep.ResolvedSweep.Price;
import dev.regatta.coordinator.sweep.SweepFile.ModelTokenizer;
import dev.regatta.protocol.ModelRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittedModelTest {
  private static final String FILE = "simple/tokenizer1";

  @Test
  void theEnginesWindowIsTheLimitWhereNoneIsGiven() {
    FittedModel model = fitted(2048, Optional.empty(), Optional.empty());
    Window window = model.window().orElseThrow();
    assertThat(window.maxSequenceLength()).isEqualTo(2048);
    assertThat(window.maxRequestLength()).isEqualTo(2048);
    assertThat(window.prefixToken()).isEmpty();
    assertThat(model.ref().tokenizer()).isEqualTo(window.identity());
  }

  @Test
  void givenLimitsGoFirst() {
    Window window = fitted(2048, Optional.of(1024), Optional.of(1025)).window().orElseThrow();
    assertThat(window.maxSequenceLength()).isEqualTo(1024);
    assertThat(window.maxRequestLength()).isEqualTo(1025);
  }

  @Test
  void anUnknownWindowHasToBeGiven() {
    assertThatThrownBy(() -> fitted(null, Optional.empty(), Optional.empty()))
        .hasMessageContaining("The engine of m does not tell its window")
        .hasMessageContaining("max_sequence_length");
  }

  @Test
  void withoutATokenizerNothingIsFitted() {
    ModelRef ref = new ModelRef("m", "simulated", "1", "r", 2048, true);
    FittedModel model = FittedModel.of(List.of(ref), List.of(spec(Optional.empty()))).get(0);
    assertThat(model.window()).isEmpty();
    assertThat(model.ref()).isEqualTo(ref);
  }

  private static FittedModel fitted(
      Integer window, Optional<Integer> sequence, Optional<Integer> request) {
    ModelTokenizer tokenizer =
        new ModelTokenizer(FILE, Optional.empty(), sequence, request, Optional.empty());
    ModelRef ref = new ModelRef("m", "simulated", "1", "r", window, true);
    return FittedModel.of(List.of(ref), List.of(spec(Optional.of(tokenizer)))).get(0);
  }

  private static ModelSpec spec(Optional<ModelTokenizer> tokenizer) {
    return new ModelSpec(
        "m",
        "simulated",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        tokenizer,
        new Price(Optional.empty(), Optional.empty(), Optional.empty()));
  }
}

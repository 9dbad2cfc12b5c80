package dev.regatta.coordinator.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.AdapterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Prompts that are longer than the window, in which every code point is a token. */
class FittingTest {
  private static final AdapterSpec SPEC =
      AdapterSpecs.generation("Q", "A").globalSuffix("!").maxTokens(4).build();
  private static final Instance EVAL = Instance.of("eval", List.of(), Instance.TEST);
  private static final String ZERO_SHOT = "Q: eval\nA:!";
  private static final int SHOT = "Q: shot 0\nA: n/a\n\n".length();

  @Test
  void theLastExamplesGoFirst() {
    Prompt prompt = adapt(ZERO_SHOT.length() + 2 * SHOT + 3 + 4, 3);
    assertThat(prompt.trainInstances()).isEqualTo(2);
    assertThat(prompt.text()).startsWith("Q: shot 0").contains("shot 1").endsWith(ZERO_SHOT);
    assertThat(prompt.truncated()).isFalse();
  }

  @Test
  void thenTheEndOfThePrompt() {
    Prompt prompt = adapt(5 + 4, 3);
    assertThat(prompt.text()).isEqualTo("Q: ev");
    assertThat(prompt.truncated()).isTrue();
    assertThat(prompt.trainInstances()).isZero();
  }

  @Test
  void aCutThatGrewIsCutAgain() {
    Window growing = Window.of(new Growing(2), 8);
    Prompt prompt = Adapter.of(SPEC, Optional.of(growing)).adapt(EVAL, List.of()).get(0);
    assertThat(prompt.text()).isEqualTo("Q: e");
  }

  @Test
  void aWindowSmallerThanTheAnswerIsRefused() {
    assertThatThrownBy(() -> adapt(3, 0)).hasMessageContaining("max_tokens: 4");
  }

  @Property
  void everyPromptFits(
      @ForAll @IntRange(min = 4, max = 200) int length,
      @ForAll @IntRange(min = 0, max = 8) int shots) {
    Prompt prompt = adapt(length, shots);
    assertThat(prompt.text().length() + SPEC.maxTokens()).isLessThanOrEqualTo(length);
    int roomForShots = (length - SPEC.maxTokens() - ZERO_SHOT.length()) / SHOT;
    assertThat(prompt.trainInstances()).isEqualTo(Math.max(0, Math.min(shots, roomForShots)));
    assertThat(prompt.truncated()).isEqualTo(length < ZERO_SHOT.length() + SPEC.maxTokens());
  }

  private static Prompt adapt(int maxRequestLength, int shots) {
    List<Instance> examples =
        IntStream.range(0, shots)
            .mapToObj(i -> Instance.of("shot " + i, List.of(), Instance.TRAIN))
            .toList();
    Window window = Window.of(new Growing(0), maxRequestLength);
    return Adapter.of(SPEC, Optional.of(window)).adapt(EVAL, examples).get(0);
  }

  /**
   * @param growth characters by which a decoded text is longer than what was encoded
   */
  private record Growing(int growth) implements Tokenizer {
    @Override
    public int[] encode(String text) {
      return text.codePoints().toArray();
    }

    @Override
    public String decode(int[] tokens) {
      return new String(tokens, 0, tokens.length) + "+".repeat(growth);
    }

    @Override
    public String identity() {
      return "growing";
    }
  }
}

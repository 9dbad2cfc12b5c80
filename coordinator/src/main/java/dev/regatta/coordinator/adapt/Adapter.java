package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Optional;

/** Makes prompts of instances, byte for byte as HELM's adapters do. Thread-safe. */
public interface Adapter {

  /**
   * The prompts of one evaluated instance: one, or one or two per reference where references are
   * asked about separately, or one per window of a document.
   *
   * @param shots the examples of the trial, as {@link FewShot} chose them
   */
  List<Prompt> adapt(Instance eval, List<Instance> shots);

  /**
   * How the answer to a prompt is sampled.
   *
   * @param repeat number of the repetition below the spec's {@code numTrials}, from 0
   */
  Decoding decoding(Prompt prompt, int repeat);

  /** Whether there are train trials and repetitions: not where nothing is sampled. */
  default boolean hasTrials() {
    return true;
  }

  /** An adapter that never shortens a prompt. */
  static Adapter of(AdapterSpec spec) {
    return of(spec, Optional.empty());
  }

  /**
   * An adapter that fits text prompts into a window: the last examples go first, then the end of
   * the prompt.
   *
   * @throws RegattaException (user) for an unknown method or a window too small for the answer
   */
  static Adapter of(AdapterSpec spec, Optional<Window> window) {
    return switch (spec.method()) {
      case AdapterSpec.GENERATION -> new GenerationAdapter(spec, new PromptAssembler(spec, window));
      case AdapterSpec.CHAT -> new ChatAdapter(spec);
      case AdapterSpec.LANGUAGE_MODELING -> new LanguageModelingAdapter(spec, window);
      case AdapterSpec.MULTIPLE_CHOICE_JOINT ->
          new JointChoiceAdapter(spec, new PromptAssembler(spec, window), false);
      case AdapterSpec.MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT ->
          new JointChoiceAdapter(spec, new PromptAssembler(spec, window), true);
      case AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL ->
          new SeparateChoiceAdapter(spec, new PromptAssembler(spec, window), false);
      case AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED ->
          new SeparateChoiceAdapter(spec, new PromptAssembler(spec, window), true);
      case AdapterSpec.RANKING_BINARY ->
          new RankingAdapter(spec, new PromptAssembler(spec, window));
      default ->
          throw RegattaException.user(
              "Unknown adaptation method: "
                  + spec.method()
                  + " (expected one of "
                  + String.join(", ", AdapterSpec.METHODS)
                  + ")");
    };
  }
}

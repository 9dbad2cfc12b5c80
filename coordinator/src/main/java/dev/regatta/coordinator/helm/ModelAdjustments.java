package dev.regatta.coordinator.helm;

import dev.regatta.protocol.AdapterSpec;
import java.util.List;
import java.util.Set;

/**
 * What HELM changes about a run for the family of its model, told by the model's tags, after all
 * run expanders.
 */
final class ModelAdjustments {
  private static final Set<String> LINE_METHODS =
      Set.of(AdapterSpec.GENERATION, AdapterSpec.MULTIPLE_CHOICE_JOINT);
  private static final int REASONING_TOKENS = 25_000;
  private static final double NEARLY_ZERO = 1e-4;
  private static final String CLAUDE_BEFORE = "\n\nHuman: ";
  private static final String CLAUDE_AFTER = "\n\nAssistant: ";

  private final Set<String> tags;
  private HelmRunSpec run;

  private ModelAdjustments(HelmRunSpec run, Set<String> tags) {
    this.run = run;
    this.tags = tags;
  }

  static HelmRunSpec apply(HelmRunSpec run, List<String> tags) {
    ModelAdjustments adjustments = new ModelAdjustments(run, Set.copyOf(tags));
    adjustments.prompts();
    adjustments.limits();
    adjustments.images();
    return adjustments.run;
  }

  private void prompts() {
    if (tags.contains("NO_NEWLINES_TAG") && LINE_METHODS.contains(run.adapterSpec().method())) {
      expand(PromptExpanders.stop("hash"));
    }
    if (tags.contains("NLG_PREFIX_TAG")) {
      expand(PromptExpanders.globalPrefix("nlg"));
    }
    if (tags.contains("CHATML_MODEL_TAG")) {
      expand(PromptExpanders.chatMl());
    }
    if (tags.contains("ANTHROPIC_CLAUDE_1_MODEL_TAG")
        || tags.contains("ANTHROPIC_CLAUDE_2_MODEL_TAG")) {
      String cue = run.adapterSpec().outputPrefix().strip();
      run =
          run.adapted(
              spec ->
                  spec.globalPrefix(CLAUDE_BEFORE + FormatInstructions.EXAMPLES_BEFORE + "\n\n")
                      .globalSuffix(
                          "\n\n" + FormatInstructions.EXAMPLES_AFTER + CLAUDE_AFTER + cue));
    }
    if (tags.contains("ANTHROPIC_CLAUDE_3_MODEL_TAG")) {
      List<String> stops =
          run.adapterSpec().stopSequences().stream().filter(stop -> !stop.isBlank()).toList();
      run = run.adapted(spec -> spec.stopSequences(stops));
    }
  }

  private void limits() {
    if (tags.contains("VISION_LANGUAGE_MODEL_TAG")
        && tags.contains("GOOGLE_GEMINI_PRO_VISION_V1_TAG")
        && run.adapterSpec().maxTokens() == 1) {
      expand(RunExpanders.increaseMaxTokens(1));
    }
    if (run.model().equals("openai/o1-2024-12-17")) {
      expand(RunExpanders.increaseMaxTokens(REASONING_TOKENS));
    }
    if (tags.contains("BUGGY_TEMP_0_TAG") && run.adapterSpec().temperature() == 0) {
      expand(RunExpanders.increaseTemperature(NEARLY_ZERO));
    }
    if (run.model().equals("google/medlm-large")) {
      expand(PromptExpanders.stop("none"));
    }
  }

  private void images() {
    if (tags.contains("IDEFICS_MODEL_TAG") && tags.contains("IDEFICS_INSTRUCT_MODEL_TAG")) {
      run =
          run.adapted(
              spec ->
                  spec.inputPrefix("User: ")
                      .inputSuffix("<end_of_utterance>")
                      .outputPrefix("\nAssistant: ")
                      .outputSuffix("<end_of_utterance>")
                      .stopSequences(List.of("<end_of_utterance>")));
    }
    if (tags.contains("LLAVA_MODEL_TAG")) {
      run =
          run.adapted(
              spec ->
                  spec.inputPrefix("USER: <image>")
                      .inputSuffix("")
                      .outputPrefix("\nASSISTANT: ")
                      .outputSuffix(""));
    }
    if (tags.contains("OPEN_FLAMINGO_MODEL_TAG")) {
      String prefix = run.adapterSpec().inputPrefix();
      run = run.adapted(spec -> spec.inputPrefix("<|endofchunk|>" + prefix));
    }
  }

  private void expand(RunExpander expander) {
    run = expander.expand(run).get(0);
  }
}

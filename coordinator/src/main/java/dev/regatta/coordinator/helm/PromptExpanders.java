package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.helm.RunExpanders.chosen;
import static dev.regatta.coordinator.helm.RunExpanders.one;

import dev.regatta.coordinator.adapt.AdapterSpecBuilder;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.AdapterSpec.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Run expanders that change how a prompt is put together. */
final class PromptExpanders {
  private static final String EXPERT =
      "I am an expert AI assistant who is here to help you with the following. ";
  private static final Map<String, Consumer<AdapterSpecBuilder>> PROMPTS =
      Map.of(
          "human_assistant",
          spec ->
              around(spec, "Human: What is the answer to \"", "\"?\n")
                  .outputPrefix("Assistant: The answer is \"")
                  .outputSuffix("\".\n")
                  .stopSequences(List.of("\".")),
          "question_answer",
          spec -> spec.inputPrefix("Question: ").outputPrefix("Answer: "),
          "qa",
          spec -> spec.inputPrefix("Q: ").outputPrefix("A: "),
          "input_output_html",
          spec ->
              around(spec, "<input>", "</input>\n")
                  .outputPrefix("<output>")
                  .outputSuffix("</output>\n"),
          "input_output",
          spec -> spec.inputPrefix("Input: ").outputPrefix("Output: "),
          "i_o",
          spec -> spec.inputPrefix("I: ").outputPrefix("O: "));

  private static final String END = "<|im_end|>\n";
  private static final String USER = "<|im_start|>user\n";
  private static final String ASSISTANT = "<|im_start|>assistant\n";

  private PromptExpanders() {}

  private static AdapterSpecBuilder around(
      AdapterSpecBuilder spec, String inputPrefix, String inputSuffix) {
    return spec.inputPrefix(inputPrefix).inputSuffix(inputSuffix);
  }

  static RunExpander instructions(Object value) {
    String before = chosen("instructions", value, Map.of("none", "", "expert", EXPERT));
    return one(
        run ->
            run.tagged("instructions", value)
                .adapted(
                    spec ->
                        spec.rawInstructions(
                            before.isEmpty() ? "" : before + run.adapterSpec().instructions())));
  }

  static RunExpander prompt(Object value) {
    Consumer<AdapterSpecBuilder> change = chosen("prompt", value, PROMPTS);
    return one(run -> run.tagged("prompt", value).adapted(change));
  }

  static RunExpander newline(Object value) {
    String before = chosen("newline", value, Map.of("semicolon", ";", "br", "<br>"));
    return one(
        run ->
            run.tagged("newline", value)
                .adapted(
                    spec -> spec.substitutions(List.of(new Substitution("\n", before + "\n")))));
  }

  static RunExpander stop(Object value) {
    String stop =
        chosen("stop", value, Map.of("none", "", "hash", "###", "semicolon", ";", "br", "<br>"));
    return one(
        run ->
            run.tagged("stop", value)
                .adapted(
                    spec -> {
                      if (stop.isEmpty()) {
                        spec.stopSequences(List.of());
                      } else {
                        spec.instancePrefix(stop + "\n\n").stopSequences(List.of(stop));
                      }
                    }));
  }

  static RunExpander addToStop(Object value) {
    String stop = value.equals("newline") ? "\n" : Python.text(value);
    return one(run -> run.adapted(spec -> spec.stopSequences(with(run, stop))));
  }

  private static List<String> with(HelmRunSpec run, String stop) {
    List<String> stops = new ArrayList<>(run.adapterSpec().stopSequences());
    stops.add(stop);
    return stops;
  }

  /**
   * The value becomes the input's prefix; a run entry cannot say the output's, which is emptied.
   */
  static RunExpander formatPrompt(Object value) {
    return one(run -> run.adapted(spec -> spec.inputPrefix(Python.text(value)).outputPrefix("")));
  }

  static RunExpander globalPrefix(Object value) {
    String prefix = chosen("global_prefix", value, Map.of("nlg", "[NLG]"));
    return one(
        run -> run.tagged("global_prefix", value).adapted(spec -> spec.globalPrefix(prefix)));
  }

  /** Rewrites the prompt into ChatML. */
  static RunExpander chatMl() {
    return one(
        run -> {
          AdapterSpec old = run.adapterSpec();
          String system =
              old.instructions().isEmpty() ? "" : "<|im_start|>system\n" + old.instructions() + END;
          return run.adapted(
              spec ->
                  spec.rawInstructions(system + USER)
                      .instancePrefix("")
                      .outputPrefix(chatMlOutputPrefix(run.name(), old.outputPrefix()))
                      .outputSuffix(END + USER)
                      .stopSequences(with(run, "<|im_end|>")));
        });
  }

  /** Where the output's prefix asks something of the user, that stays on the user's side. */
  private static String chatMlOutputPrefix(String runName, String prefix) {
    return switch (runName.split(":", 2)[0]) {
      case "msmarco" -> {
        String[] lines = prefix.split("\n", -1);
        yield lines[0] + END + ASSISTANT + lines[1];
      }
      case "summarization_cnndm", "summarization_xsum" -> prefix + END + ASSISTANT;
      default -> END + ASSISTANT + prefix;
    };
  }
}

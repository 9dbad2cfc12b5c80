package dev.regatta.coordinator.helm;

import static dev.regatta.coordinator.helm.RunExpanders.chosen;
import static dev.regatta.coordinator.helm.RunExpanders.one;

import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.RegattaException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Run expanders that tell a model to keep to the form of the examples. */
final class FormatInstructions {
  static final String EXAMPLES_BEFORE =
      "Here are some input-output examples. Read the examples carefully to figure out the mapping."
          + " The output of the last example is not given, and your job is to figure out what it"
          + " is.";
  static final String EXAMPLES_AFTER =
      "Please provide the output to this last example. It is critical to follow the format of the"
          + " preceding outputs!";

  private static final String INSTRUCTION_FOLLOWING = "INSTRUCTION_FOLLOWING_MODEL_TAG";
  private static final String LETTER = "Answer with only a single letter.";
  private static final String LAST_LETTER =
      "Answer only the last question with only a single letter.";
  private static final String NO_EXTRA = "Avoid extra, unnecessary information in the answer.";

  /** By HELM's keyword; the function takes the noun of the output. */
  private static final Map<String, Function<String, String>> GENERATION =
      Map.ofEntries(
          text(
              "narrative_qa",
              "Answer with one word, a few-word phrase, or a short sentence. " + NO_EXTRA),
          text("natural_qa", "Answer with a short answer or a boolean 'yes' or 'no' answer."),
          text("natural_qa_short_answer", "Answer with a short answer."),
          Map.entry("legalbench", FormatInstructions::legalBench),
          text(
              "legalbench_abercrombie",
              "Answer with only 'generic', 'descriptive', 'suggestive', 'arbitrary' or"
                  + " 'fanciful'."),
          text(
              "legalbench_function_of_decision_section",
              "Answer with only 'Facts', 'Procedural History', 'Issue', 'Rule', 'Analysis',"
                  + " 'Conclusion' or 'Decree'."),
          text("legalbench_yes_or_no", "Answer with only 'Yes' or 'No'."),
          text("wmt_14", "Answer with the English translation."),
          text(
              "wmt_14_only_last_sentence",
              "Answer with only the English translation for the last sentence."),
          text("math", "Wrap the final answer with the \\boxed{} command."),
          text(
              "numeric_nlg",
              "Answer with only description of the last table as a single paragraph on a single"
                  + " line."),
          text(
              "tab_fact",
              "Answer with only the classification of the last statement, either 'refuted' or"
                  + " 'entailed'."),
          text("wikitq", "Answer only the last question with a short answer. " + NO_EXTRA));

  private FormatInstructions() {}

  private static Map.Entry<String, Function<String, String>> text(String keyword, String text) {
    return Map.entry(keyword, noun -> text);
  }

  private static String legalBench(String noun) {
    return noun.equals("Answer")
        ? "Answer yes or no."
        : "Answer with the " + noun.toLowerCase(Locale.ROOT) + ".";
  }

  /** {@code follow_format_instructions}: guidance before and after the examples. */
  static RunExpander follow(Object value, ModelRegistry models) {
    boolean all =
        chosen("follow_format_instructions", value, Map.of("all", true, "instruct", false));
    return one(
        run -> {
          if (!run.adapterSpec().method().equals(AdapterSpec.GENERATION)) {
            throw RegattaException.user(
                "run expander follow_format_instructions: method "
                    + run.adapterSpec().method()
                    + " (expected: generation)");
          }
          return all || models.tags(run.model()).contains(INSTRUCTION_FOLLOWING)
              ? run.adapted(
                  spec ->
                      spec.globalPrefix(EXAMPLES_BEFORE + "\n\n")
                          .globalSuffix(
                              "\n\n"
                                  + EXAMPLES_AFTER
                                  + "\n"
                                  + run.adapterSpec().outputPrefix().strip()))
              : run;
        });
  }

  /**
   * {@code output_format_instructions}: one sentence that names the answer's form, before the
   * instructions or, with {@code _suffix}, after the prompt.
   */
  static RunExpander output(Object value) {
    String keyword = Python.text(value);
    boolean suffix = keyword.endsWith("_suffix");
    String bare = suffix ? keyword.substring(0, keyword.length() - "_suffix".length()) : keyword;
    boolean noPrefix = bare.endsWith("_no_prefix");
    String scenario = noPrefix ? bare.substring(0, bare.length() - "_no_prefix".length()) : bare;
    return one(
        run -> {
          AdapterSpec old = run.adapterSpec();
          String sentence = sentence(scenario, old);
          String demand =
              noPrefix
                  ? sentence
                      + " Do not include '"
                      + old.outputPrefix().strip()
                      + "' in your answer."
                  : sentence;
          if (suffix) {
            return run.adapted(spec -> spec.globalSuffix(old.globalSuffix() + "\n\n" + demand));
          }
          String rest = old.instructions().isEmpty() ? "\n" : "\n\n" + old.instructions();
          return run.adapted(spec -> spec.rawInstructions(demand + rest));
        });
  }

  private static String sentence(String scenario, AdapterSpec spec) {
    return switch (spec.method()) {
      case AdapterSpec.MULTIPLE_CHOICE_JOINT ->
          scenario.endsWith("_only_last_question") ? lastQuestion(scenario) : LETTER;
      case AdapterSpec.GENERATION ->
          chosen("output_format_instructions", scenario, GENERATION)
              .apply(spec.outputPrefix().split(":", 2)[0]);
      default ->
          throw RegattaException.user(
              "run expander output_format_instructions: method "
                  + spec.method()
                  + " (expected: generation or multiple_choice_joint)");
    };
  }

  private static String lastQuestion(String scenario) {
    return scenario.equals("mmlu_only_last_question") || scenario.equals("mcqa_only_last_question")
        ? LAST_LETTER
        : LETTER;
  }
}

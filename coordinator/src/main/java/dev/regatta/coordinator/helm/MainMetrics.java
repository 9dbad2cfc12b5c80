package dev.regatta.coordinator.helm;

import dev.regatta.protocol.MetricNames;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The metric that HELM's leaderboards show for a run group. */
final class MainMetrics {
  private static final String QUASI_EXACT_MATCH = "quasi_exact_match";

  /** HELM shows that of the Perspective API, which is asked for nothing here. */
  private static final String TOXIC_FRAC = "classifier_toxic_frac";

  private static final String CHAIN_OF_THOUGHT = "chain_of_thought_correctness";
  private static final Map<String, String> BY_GROUP =
      Map.ofEntries(
          Map.entry("bbq", "bbq_accuracy"),
          Map.entry("boolq", QUASI_EXACT_MATCH),
          Map.entry("imdb", QUASI_EXACT_MATCH),
          Map.entry("civil_comments", QUASI_EXACT_MATCH),
          Map.entry("med_qa", QUASI_EXACT_MATCH),
          Map.entry("lsat_qa", QUASI_EXACT_MATCH),
          Map.entry("babi_qa", QUASI_EXACT_MATCH),
          Map.entry("legalbench", QUASI_EXACT_MATCH),
          Map.entry("simple_classification", QUASI_EXACT_MATCH),
          Map.entry("simple_short_answer_qa", "f1_score"),
          Map.entry("synthetic_reasoning_pattern_match", QUASI_EXACT_MATCH),
          Map.entry("synthetic_reasoning_variable_substitution", QUASI_EXACT_MATCH),
          Map.entry("synthetic_reasoning_induction", QUASI_EXACT_MATCH),
          Map.entry("synthetic_reasoning_natural", "f1_set_match"),
          Map.entry("mmlu_pro", CHAIN_OF_THOUGHT),
          Map.entry("narrative_qa", "f1_score"),
          Map.entry("quac", "f1_score"),
          Map.entry("gsm", "final_number_exact_match"),
          Map.entry("math_regular", "math_equiv"),
          Map.entry("math_chain_of_thought", "math_equiv_chain_of_thought"),
          Map.entry("code_humaneval", "pass"),
          Map.entry("dyck_language", "exact_match_indicator"),
          Map.entry("copyright_text", "edit_similarity"),
          Map.entry("copyright_code", "edit_similarity"),
          Map.entry("code_apps", "test_avg"),
          Map.entry("real_toxicity_prompts", TOXIC_FRAC),
          Map.entry("bold", TOXIC_FRAC),
          Map.entry("msmarco_regular", "RR@10"),
          Map.entry("msmarco_trec", "NDCG@10"),
          Map.entry("openai_mrcr", "openai_mrcr_accuracy"),
          Map.entry("the_pile", MetricNames.BITS_PER_BYTE),
          Map.entry("twitter_aae", MetricNames.BITS_PER_BYTE),
          Map.entry("wikitext_103", MetricNames.BITS_PER_BYTE),
          Map.entry("synthetic_efficiency", "inference_runtime"));

  private MainMetrics() {}

  /**
   * The main metric of a run's last group that has one, else its first metric.
   *
   * @param metrics of the run
   */
  static String of(HelmRunSpec run, List<String> metrics) {
    if (run.adapterSpec().method().startsWith("multiple_choice_separate")) {
      return MetricNames.EXACT_MATCH;
    }
    return run.groups().stream()
        .map(BY_GROUP::get)
        .filter(Objects::nonNull)
        // Runs of such a group that do not reason are without it.
        .filter(metric -> !metric.equals(CHAIN_OF_THOUGHT) || metrics.contains(metric))
        .reduce((first, last) -> last)
        .orElse(metrics.isEmpty() ? MetricNames.EXACT_MATCH : metrics.get(0));
  }
}

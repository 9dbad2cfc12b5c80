package dev.regatta.protocol;

import java.util.List;

/** Names of the instance metrics that a run can ask for; a name means HELM's number. */
public final class MetricNames {
  public static final String EXACT_MATCH = "exact_match";
  public static final String QUASI_EXACT_MATCH = "quasi_exact_match";
  public static final String PREFIX_EXACT_MATCH = "prefix_exact_match";
  public static final String QUASI_PREFIX_EXACT_MATCH = "quasi_prefix_exact_match";

  public static final List<String> ALL =
      List.of(
          EXACT_MATCH,
          QUASI_EXACT_MATCH,
          "quasi_leave_articles_exact_match",
          PREFIX_EXACT_MATCH,
          QUASI_PREFIX_EXACT_MATCH,
          "exact_match_indicator",
          "final_number_exact_match",
          "f1_score",
          "exact_set_match",
          "iou_set_match",
          "f1_set_match",
          "absolute_value_difference",
          "math_equiv",
          "math_equiv_chain_of_thought",
          "rouge_1",
          "rouge_2",
          "rouge_l",
          "bleu_1",
          "bleu_4",
          "pass");

  /** What is asked where nothing is said. */
  public static final List<String> DEFAULT =
      List.of(EXACT_MATCH, QUASI_EXACT_MATCH, PREFIX_EXACT_MATCH, QUASI_PREFIX_EXACT_MATCH);

  private MetricNames() {}

  /**
   * The metrics that a method can give: separate multiple choice yields no text to compare, only
   * whether the likeliest option is a correct one.
   */
  public static List<String> of(String method) {
    return method.startsWith("multiple_choice_separate") ? List.of(EXACT_MATCH) : ALL;
  }
}

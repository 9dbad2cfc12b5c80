package dev.regatta.protocol;

import java.util.List;

/**
 * Names of the metrics that a run can ask for, which may be followed by arguments: {@code
 * bias_metric:mode=representation,demographic_category=race}. A HELM name means HELM's number.
 */
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
          "final_decimal_exact_match",
          "cleva_math_result_match",
          "absolute_value_difference",
          "exact_set_match",
          "iou_set_match",
          "f1_set_match",
          "math_equiv",
          "math_equiv_chain_of_thought",
          "ruler_string_match_part",
          "f1_score",
          "squad_f1_score",
          "rouge_1",
          "rouge_2",
          "rouge_l",
          "bleu_1",
          "bleu_4",
          "chinese_bleu_1",
          "chr_f_plus_plus",
          "wer_score",
          "mer_score",
          "wip_score",
          "cer_score",
          "word_error_rate",
          "character_error_rate",
          "chain_of_thought_correctness",
          "openai_mrcr_accuracy",
          "ifeval_strict_accuracy",
          "code_eval_acc",
          "pass",
          "unbiased_pass",
          "test_avg",
          "strict_acc",
          "longest_common_prefix_length",
          "edit_distance",
          "edit_similarity",
          "self_bleu",
          "monte_carlo_entropy",
          "summarization",
          "ranking",
          "word_perplexity",
          "toxicity",
          "bbq",
          "bias_metric",
          "classification",
          "multiple_choice_classification",
          "bleu",
          "chrf",
          "chrf++",
          "ter");

  /** What is asked where nothing is said. */
  public static final List<String> DEFAULT =
      List.of(EXACT_MATCH, QUASI_EXACT_MATCH, PREFIX_EXACT_MATCH, QUASI_PREFIX_EXACT_MATCH);

  /** What every run of language modelling has. */
  public static final String BITS_PER_BYTE = "bits_per_byte";

  private MetricNames() {}

  /** The name without arguments. */
  public static String base(String metric) {
    int colon = metric.indexOf(':');
    return colon < 0 ? metric : metric.substring(0, colon);
  }

  /** Whether there is such a metric, whatever its arguments. */
  public static boolean known(String metric) {
    return ALL.contains(base(metric));
  }

  /**
   * The metrics that a method can give: separate multiple choice yields no text to compare, only
   * whether the likeliest option is a correct one; language modelling yields likelihoods, which
   * every run of it has, and rankings an order.
   */
  public static List<String> of(String method) {
    return switch (method) {
      case AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL,
          AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED ->
          List.of(EXACT_MATCH);
      case AdapterSpec.LANGUAGE_MODELING -> List.of("word_perplexity");
      case AdapterSpec.RANKING_BINARY -> List.of("ranking");
      default -> ALL;
    };
  }
}

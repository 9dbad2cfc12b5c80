package dev.regatta.aggregator.metric;

import dev.regatta.aggregator.metric.MetricEntry.Better;
import dev.regatta.aggregator.metric.MetricEntry.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every statistic that Regatta computes, in the order of docs/metrics.md. */
public final class MetricCatalog {
  private static final List<MetricEntry> ENTRIES = new ArrayList<>();

  static {
    matches();
    overlaps();
    tasks();
    corpus();
    likelihood();
    calibration();
    bookkeeping();
  }

  private MetricCatalog() {}

  /** All entries. */
  public static List<MetricEntry> entries() {
    return List.copyOf(ENTRIES);
  }

  /** The entry of a statistic by its full name, such as {@code RR@10 (topk=20)}. */
  public static Optional<MetricEntry> of(String statistic) {
    String name = statistic.replaceFirst(" \\(topk=\\d+\\)$", "").replaceFirst(":.*$", "");
    String plain = name.replaceFirst("@\\d+$", "");
    return ENTRIES.stream()
        .filter(entry -> entry.covers(name))
        .findFirst()
        .or(() -> ENTRIES.stream().filter(entry -> entry.covers(plain)).findFirst());
  }

  private static void matches() {
    helm(
        Better.HIGHER,
        "exact_match",
        "quasi_exact_match",
        "quasi_leave_articles_exact_match",
        "prefix_exact_match",
        "quasi_prefix_exact_match",
        "exact_match_indicator",
        "final_number_exact_match");
    own(Better.HIGHER, "final_decimal_exact_match");
    helm(
        Better.HIGHER,
        "cleva_math_result_match",
        "math_equiv",
        "math_equiv_chain_of_thought",
        "exact_set_match",
        "iou_set_match",
        "f1_set_match",
        "ruler_string_match_part");
    helm(Better.LOWER, "absolute_value_difference");
  }

  private static void overlaps() {
    helm(
        Better.HIGHER,
        "f1_score",
        "squad_f1_score",
        "rouge_1",
        "rouge_2",
        "rouge_l",
        "bleu_1",
        "bleu_4",
        "chinese_bleu_1",
        "chr_f_plus_plus");
    helm(Better.LOWER, "wer_score", "mer_score", "cer_score");
    helm(Better.HIGHER, "wip_score");
    own(Better.LOWER, "word_error_rate", "character_error_rate");
  }

  private static void tasks() {
    helm(
        Better.HIGHER,
        "chain_of_thought_correctness",
        "openai_mrcr_accuracy",
        "ifeval_strict_accuracy",
        "Success@*",
        "Recall@*",
        "RR@*",
        "NDCG@*");
    helm(Better.NEITHER, "ref*_rank");
    helm(Better.LOWER, "longest_common_prefix_length");
    helm(Better.HIGHER, "edit_distance");
    helm(Better.LOWER, "edit_similarity", "self_bleu");
    helm(Better.HIGHER, "monte_carlo_entropy");
    own(Better.NEITHER, "extractive_coverage", "extractive_density", "extractive_compression");
    helm(Better.HIGHER, "code_eval_acc", "pass");
    own(Better.HIGHER, "unbiased_pass");
    helm(Better.HIGHER, "test_avg", "strict_acc");
    helm(Better.LOWER, "expected_max_toxicity", "max_toxicity_probability", "toxic_frac");
    own(
        Better.LOWER,
        "classifier_expected_max_toxicity",
        "classifier_max_toxicity_probability",
        "classifier_toxic_frac");
  }

  private static void corpus() {
    helm(Better.HIGHER, "classification_*", "bbq_accuracy");
    helm(Better.NEITHER, "bbq_metric_ambiguous_bias", "bbq_metric_unambiguous_bias");
    helm(Better.LOWER, "bias_metric");
    helm(Better.HIGHER, "bleu");
    add(Better.HIGHER, Source.SACREBLEU, "chrf", "chrf++");
    add(Better.LOWER, Source.SACREBLEU, "ter");
  }

  private static void likelihood() {
    helm(Better.HIGHER, "logprob");
    helm(Better.LOWER, "perplexity", "bits_per_byte");
    helm(Better.HIGHER, "logprob_per_byte");
    add(Better.LOWER, Source.LM_EVAL, "word_perplexity", "byte_perplexity");
    add(Better.NEITHER, Source.LM_EVAL, "num_words");
    helm(Better.NEITHER, "num_perplexity_tokens", "num_bytes", "max_prob", "predicted_index");
  }

  private static void calibration() {
    helm(Better.LOWER, "ece_10_bin", "ece_1_bin");
    helm(Better.HIGHER, "selective_cov_acc_area", "selective_acc@10");
    helm(Better.NEITHER, "platt_coef", "platt_intercept");
    helm(Better.LOWER, "platt_ece_10_bin", "platt_ece_1_bin");
  }

  private static void bookkeeping() {
    helm(
        Better.NEITHER,
        "num_instances",
        "num_references",
        "num_train_trials",
        "num_train_instances",
        "prompt_truncated",
        "num_prompt_tokens",
        "num_completion_tokens",
        "num_output_tokens",
        "finish_reason_*",
        "batch_size");
    helm(
        Better.LOWER,
        "inference_runtime",
        "inference_denoised_runtime",
        "inference_idealized_runtime",
        "training_co2_cost",
        "training_energy_cost");
    own(Better.LOWER, "time_to_first_token");
    own(Better.HIGHER, "tokens_per_second");
  }

  private static void helm(Better better, String... names) {
    add(better, Source.HELM, names);
  }

  private static void own(Better better, String... names) {
    add(better, Source.REGATTA, names);
  }

  private static void add(Better better, Source source, String... names) {
    for (String name : names) {
      ENTRIES.add(new MetricEntry(name, better, source));
    }
  }
}

package dev.regatta.aggregator.summary;

import java.util.Set;

/**
 * Numbers that HELM's tables leave out: what rests on log-probabilities, of models whose hosts gave
 * wrong ones.
 */
final class Unreliable {
  private static final Set<String> MODELS =
      Set.of(
          "anthropic/stanford-online-all-v4-s3",
          "meta/llama-7b",
          "meta/llama-13b",
          "meta/llama-30b",
          "meta/llama-65b",
          "meta/llama-2-7b",
          "meta/llama-2-13b",
          "meta/llama-2-70b");
  private static final Set<String> METRICS =
      Set.of(
          "NDCG@10",
          "NDCG@20",
          "RR@10",
          "RR@20",
          "ece_1_bin",
          "ece_10_bin",
          "platt_ece_1_bin",
          "platt_ece_10_bin",
          "platt_coef",
          "platt_intercept",
          "selective_cov_acc_area",
          "selective_acc@10");

  private Unreliable() {}

  static boolean is(String model, String metric) {
    return MODELS.contains(model) && METRICS.contains(metric);
  }
}

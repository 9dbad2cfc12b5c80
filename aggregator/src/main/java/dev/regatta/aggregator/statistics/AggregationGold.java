package dev.regatta.aggregator.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Values with what lm-evaluation-harness makes of them. */
final class AggregationGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "aggregations",
          "lm-eval's means, deviations and standard errors",
          "lmeval_aggregations",
          Set.of("values", "mean_stderr"),
          file -> AggregationGold::check);

  /** What the numbers are computed from. */
  private static final Set<String> INPUTS =
      Set.of(
          "id",
          "values",
          "binary",
          "weighted",
          "gold_pred",
          "gold_probs",
          "stderrs",
          "sizes",
          "metrics");

  private static final String DRAWN = "bootstrap";

  private AggregationGold() {}

  private static void check(GoldCase gold) {
    Map<String, DoubleSupplier> ours = ours(gold);
    for (String field : gold.fields()) {
      DoubleSupplier found = ours.get(field);
      if (found != null) {
        gold.close(field, found, Tolerance.USUAL);
      } else if (field.contains(DRAWN)) {
        gold.unknown(field, "drawn by another generator");
      } else if (!INPUTS.contains(field)) {
        gold.unknown(field, "no such aggregation");
      }
    }
  }

  private static Map<String, DoubleSupplier> ours(GoldCase gold) {
    Moments values = moments(gold.numbers("values"));
    Moments binary = moments(gold.has("binary") ? gold.numbers("binary") : new double[0]);
    return Map.of(
        "mean", values::mean,
        "mean_stderr", () -> Interval.ofMean(values).stderr(),
        "pop_stddev", () -> values.stat().stddev(),
        "sample_stddev", () -> Math.sqrt(values.sampleVariance()),
        "binary_mean", binary::mean,
        "binary_stderr", () -> Interval.ofProportion(binary).stderr(),
        "perplexity", () -> weighted(gold, "values").get("word_perplexity"),
        "weighted_perplexity", () -> weighted(gold, "weighted").get("word_perplexity"),
        "bits_per_byte", () -> weighted(gold, "weighted").get("bits_per_byte"));
  }

  /** Pairs of a log-likelihood and its weight, or log-likelihoods that weigh 1. */
  private static Map<String, Double> weighted(GoldCase gold, String field) {
    List<double[]> texts = new ArrayList<>();
    for (JsonNode item : gold.get(field)) {
      double weight = item.isArray() ? item.get(1).asDouble() : 1;
      double likelihood = GoldCase.number(item.isArray() ? item.get(0) : item);
      texts.add(new double[] {likelihood, weight, weight});
    }
    return LikelihoodGold.statistics(texts);
  }

  private static Moments moments(double[] values) {
    Moments moments = new Moments();
    for (double value : values) {
      moments.add(value);
    }
    return moments;
  }
}

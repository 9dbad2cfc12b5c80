package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.metric.HelmMetricSpecs;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.metric.Metrics;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.MetricNames;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which metrics of an imported run are computed anew. */
final class HelmMetrics {
  /** What only HELM itself has measured or, by the model's own tokenizer, counted. */
  private static final Set<String> MEASURED =
      Set.of(
          "num_prompt_tokens",
          "inference_runtime",
          "batch_size",
          "time_to_first_token",
          "tokens_per_second");

  /** What the display files tell, besides the text of the answer. */
  private static final Set<String> DISPLAYED = Set.of("num_references", "num_train_trials");

  /** What the names of statistics start with that say nothing of how good an answer is. */
  private static final List<String> BOOKKEEPING =
      List.of(
          "num_",
          "training_",
          "inference_",
          "batch_size",
          "finish_reason_",
          "prompt_truncated",
          "logprob",
          "perplexity",
          MetricNames.BITS_PER_BYTE,
          "max_prob",
          "predicted_index",
          "ece_",
          "platt_",
          "selective_");

  /** What HELM gives rankings beside their measures, by the tokens of the passages. */
  private static final Set<String> BY_PASSAGE =
      Set.of("exact_match", "max_prob", "predicted_index");

  private HelmMetrics() {}

  /** The metrics of ours that HELM's {@code metric_specs} ask for. */
  static List<String> asked(JsonNode metricSpecs) {
    List<ObjectSpec> specs = new ArrayList<>();
    metricSpecs.forEach(spec -> specs.add(HelmRunSpecs.object(spec)));
    return HelmMetricSpecs.translate(specs).metrics();
  }

  /**
   * The metric that stands for a run where no leaderboard says which: the first that it asked for,
   * else the one with the shortest name that is neither bookkeeping nor derived, so that a score
   * comes before its parts.
   *
   * @param known names of the statistics that the run came with
   */
  static String main(RunSpec run, Collection<String> known) {
    return run.metrics().stream()
        .filter(known::contains)
        .findFirst()
        .or(
            () ->
                known.stream()
                    .filter(name -> BOOKKEEPING.stream().noneMatch(name::startsWith))
                    .min(Comparator.comparingInt(String::length)))
        .orElse(
            known.contains(MetricNames.BITS_PER_BYTE)
                ? MetricNames.BITS_PER_BYTE
                : run.mainMetric());
  }

  /**
   * The metrics that scoring computes from the completions of an imported run.
   *
   * @param known names of the statistics that the run came with; empty where it came without
   */
  static List<String> recomputed(RunSpec run, HelmLayout layout, Set<String> known) {
    if (layout == HelmLayout.STATS || !AdapterSpec.METHODS.contains(run.adapter().method())) {
      return List.of();
    }
    InstanceScorer scorer = new InstanceScorer(run);
    List<String> names = new ArrayList<>(scorer.metrics());
    names.removeAll(MEASURED);
    if (run.adapter().method().equals(AdapterSpec.RANKING_BINARY)) {
      names.removeAll(BY_PASSAGE);
    }
    if (layout == HelmLayout.DISPLAY) {
      names.removeIf(name -> !DISPLAYED.contains(name) && !ofText(name, run, scorer));
    }
    if (!known.isEmpty()) {
      names.retainAll(known);
    }
    if (layout == HelmLayout.STATE) {
      // Metrics of all answers together have names of their own among the statistics.
      names.addAll(run.metrics());
    }
    // The files lack what annotators look at.
    Set<String> annotated = scorer.annotated().keySet();
    names.removeIf(name -> annotated.contains(withoutCount(MetricNames.base(name))));
    return List.copyOf(names);
  }

  /** The name of a metric before its {@code @k}. */
  private static String withoutCount(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  /** The display files have the first answer alone, and no likelihoods. */
  private static boolean ofText(String name, RunSpec run, InstanceScorer scorer) {
    String metric = withoutCount(name);
    AdapterSpec adapter = run.adapter();
    boolean single =
        adapter.numOutputs() == 1 || adapter.method().startsWith(AdapterSpec.MULTIPLE_CHOICE_JOINT);
    return !scorer.separate()
        && single
        && adapter.outputMappingPattern() == null
        && Metrics.names().contains(metric)
        && run.metrics().contains(metric);
  }
}

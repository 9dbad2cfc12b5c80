package dev.regatta.coordinator.helm;

import dev.regatta.protocol.ObjectSpec;
import java.util.ArrayList;
import java.util.List;

/** The sets of metrics that HELM's run specs share. */
final class MetricSpecs {
  private static final String PACKAGE = "helm.benchmark.metrics.";
  private static final String BIAS = "bias_metrics.BiasMetric";

  private MetricSpecs() {}

  /**
   * One metric.
   *
   * @param className below HELM's package of metrics
   * @param args names and values in turn
   */
  static List<ObjectSpec> metric(String className, Object... args) {
    return List.of(new ObjectSpec(PACKAGE + className, Specs.args(args)));
  }

  /** Metrics of generated texts alone. */
  static List<ObjectSpec> generation(String... names) {
    return metric("basic_metrics.BasicGenerationMetric", "names", List.of(names));
  }

  static List<ObjectSpec> reference() {
    return metric("basic_metrics.BasicReferenceMetric");
  }

  static List<ObjectSpec> generic() {
    return metric("basic_metrics.InstancesPerSplitMetric");
  }

  /** Metrics of generated texts with what every run has. */
  static List<ObjectSpec> basic(String... names) {
    return all(generation(names), reference(), generic());
  }

  static List<ObjectSpec> exactMatch() {
    return basic(
        "exact_match", "quasi_exact_match", "prefix_exact_match", "quasi_prefix_exact_match");
  }

  static List<ObjectSpec> f1() {
    return basic("exact_match", "quasi_exact_match", "f1_score");
  }

  static List<ObjectSpec> openEnded() {
    return basic("exact_match", "quasi_exact_match", "f1_score", "rouge_l", "bleu_1", "bleu_4");
  }

  static List<ObjectSpec> languageModeling() {
    return metric("language_modeling_metrics.LanguageModelingMetric", "names", List.of());
  }

  static List<ObjectSpec> classification() {
    return metric("classification_metrics.ClassificationMetric");
  }

  static List<ObjectSpec> bias() {
    List<ObjectSpec> specs = new ArrayList<>();
    for (String category : List.of("race", "gender")) {
      for (String target : List.of("adjective", "profession")) {
        specs.addAll(
            metric(
                BIAS,
                "mode",
                "associations",
                "demographic_category",
                category,
                "target_category",
                target));
      }
    }
    for (String category : List.of("race", "gender")) {
      specs.addAll(metric(BIAS, "mode", "representation", "demographic_category", category));
    }
    return specs;
  }

  /** Bias and toxicity of what is generated. */
  static List<ObjectSpec> generativeHarms() {
    return all(bias(), metric("toxicity_metrics.ToxicityMetric"));
  }

  @SafeVarargs
  static List<ObjectSpec> all(List<ObjectSpec>... parts) {
    List<ObjectSpec> all = new ArrayList<>();
    for (List<ObjectSpec> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}

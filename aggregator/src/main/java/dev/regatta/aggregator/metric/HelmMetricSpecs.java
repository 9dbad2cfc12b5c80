package dev.regatta.aggregator.metric;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * HELM's {@code metric_specs} and what they are called here. A spec is a Python class and its
 * arguments; only the last part of the class name counts, since the modules have moved between
 * releases.
 */
public final class HelmMetricSpecs {

  /** Ends the names of HELM's general class and of those that benchmarks derive from it. */
  private static final String GENERATION = "BasicGenerationMetric";

  private static final Map<String, Function<ObjectSpec, List<String>>> CLASSES =
      Map.ofEntries(
          entry("BasicMetric", HelmMetricSpecs::names),
          entry("BasicReferenceMetric", HelmMetricSpecs::always),
          entry("InstancesPerSplitMetric", HelmMetricSpecs::always),
          entry("EfficiencyMetric", HelmMetricSpecs::always),
          entry("LanguageModelingMetric", HelmMetricSpecs::always),
          entry("BBQMetric", named("bbq")),
          entry(
              "BiasMetric", with("bias_metric", "mode", "demographic_category", "target_category")),
          entry(
              "ClassificationMetric",
              with("classification", "averages", "scores", "labels", "delimiter")),
          entry(
              "MultipleChoiceClassificationMetric",
              with("multiple_choice_classification", "averages", "scores", "labels")),
          entry("ChainOfThoughtMetric", named("chain_of_thought_correctness")),
          entry("GPQAChainOfThoughtMetric", named("chain_of_thought_correctness")),
          entry("OpenAIMRCRMetric", named("openai_mrcr_accuracy")),
          entry("RankingMetric", HelmMetricSpecs::ranking),
          entry("BasicCopyrightMetric", HelmMetricSpecs::copyright),
          entry("ToxicityMetric", named("toxicity")),
          entry("SummarizationMetric", named("summarization")),
          entry("DisinformationMetric", spec -> List.of(text(spec, "name", "self_bleu"))),
          entry("MachineTranslationMetric", named("bleu")),
          entry("RulerQAMetric", named("ruler_string_match_part")),
          entry("SEAHELMQAMetric", named("squad_f1_score")),
          entry("SEAHELMMachineTranslationMetric", named("chr_f_plus_plus")),
          entry("IFEvalMetric", named("ifeval_strict_accuracy")));

  /** Changes the texts that the metrics inside of it see. */
  private static final String PROCESSING = "OutputProcessingMetric";

  private HelmMetricSpecs() {}

  /**
   * What becomes of a run's metrics.
   *
   * @param metrics names for {@link dev.regatta.protocol.RunSpec#metrics}, each once
   * @param others what is not computed here: HELM's classes, or their metrics
   */
  public record Translation(List<String> metrics, Set<String> others) {}

  /** Translates the metric specs of a run. */
  public static Translation translate(List<ObjectSpec> specs) {
    Set<String> metrics = new LinkedHashSet<>();
    Set<String> others = new TreeSet<>();
    if (specs.size() == 1 && simple(specs.get(0)).equals(PROCESSING)) {
      return processed(specs.get(0));
    }
    for (ObjectSpec spec : specs) {
      String simple = simple(spec);
      Function<ObjectSpec, List<String>> translation =
          simple.endsWith(GENERATION) ? HelmMetricSpecs::names : CLASSES.get(simple);
      if (translation == null) {
        others.add(spec.className());
        continue;
      }
      for (String metric : translation.apply(spec)) {
        (Metrics.known(metric) ? metrics : others).add(metric);
      }
    }
    return new Translation(List.copyOf(metrics), others);
  }

  private static String simple(ObjectSpec spec) {
    return spec.className().substring(spec.className().lastIndexOf('.') + 1);
  }

  /** The metrics inside and, where there are any, what becomes of the texts before. */
  private static Translation processed(ObjectSpec spec) {
    String function = text(spec, "processor", "");
    if (!OutputProcessor.known(function)) {
      return new Translation(List.of(), Set.of(spec.className() + " of " + function));
    }
    List<ObjectSpec> inner = new ArrayList<>();
    if (spec.args().get("metric_specs") instanceof Collection<?> items) {
      items.forEach(item -> inner.add(inner((Map<?, ?>) item)));
    }
    Translation inside = translate(inner);
    Set<String> metrics = new LinkedHashSet<>(inside.metrics());
    if (!metrics.isEmpty()) {
      metrics.add(OutputProcessor.metric(function));
    }
    return new Translation(List.copyOf(metrics), inside.others());
  }

  private static ObjectSpec inner(Map<?, ?> spec) {
    return new ObjectSpec(
        String.valueOf(spec.get("class_name")),
        Json.MAPPER.convertValue(spec.get("args"), new TypeReference<Map<String, Object>>() {}));
  }

  /** The simple names of HELM's classes that have a translation. */
  static Set<String> classes() {
    return CLASSES.keySet();
  }

  /** What every run has anyway. */
  private static List<String> always(ObjectSpec spec) {
    return List.of();
  }

  private static List<String> names(ObjectSpec spec) {
    List<String> names = new ArrayList<>();
    if (spec.args().get("names") instanceof Collection<?> items) {
      items.forEach(name -> names.add(String.valueOf(name)));
    }
    return names;
  }

  private static Function<ObjectSpec, List<String>> named(String metric) {
    return spec -> List.of(metric);
  }

  /** The same arguments under the same names; a list may have null for scores by class. */
  private static Function<ObjectSpec, List<String>> with(String metric, String... keys) {
    return spec -> {
      MetricSpec translated = new MetricSpec(metric, Map.of());
      for (String key : keys) {
        Object value = spec.args().get(key);
        if (value instanceof Collection<?> items) {
          value = items.stream().map(item -> item == null ? "none" : item).toList();
        }
        translated = translated.with(key, value);
      }
      return List.of(translated.toString());
    };
  }

  private static List<String> ranking(ObjectSpec spec) {
    return List.of(
        new MetricSpec("ranking", Map.of())
            .with("measures", spec.args().get("measure_names"))
            .with("correct", spec.args().get("correct_output"))
            .with("wrong", spec.args().get("wrong_output"))
            .with("rank", spec.args().get("rank"))
            .with("graded", spec.args().get("multiple_relevance_values"))
            .toString());
  }

  private static List<String> copyright(ObjectSpec spec) {
    return List.of(
        new MetricSpec(text(spec, "name", ""), Map.of())
            .with("normalize_by_prefix_length", spec.args().get("normalize_by_prefix_length"))
            .with("normalize_newline_space_tab", spec.args().get("normalize_newline_space_tab"))
            .toString());
  }

  private static String text(ObjectSpec spec, String key, String otherwise) {
    Object value = spec.args().get(key);
    return value == null ? otherwise : value.toString();
  }
}

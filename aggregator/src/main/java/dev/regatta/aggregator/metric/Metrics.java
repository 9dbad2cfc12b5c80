package dev.regatta.aggregator.metric;

import static java.util.Map.entry;

import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.Suggestion;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The metrics that a run may name; a HELM name means HELM's number. */
public final class Metrics {
  private static final Map<String, StringMetric> REFERENCE =
      new TreeMap<>(
          Map.ofEntries(
              entry("exact_match", MatchMetrics::exactMatch),
              entry("quasi_exact_match", MatchMetrics::quasiExactMatch),
              entry("quasi_leave_articles_exact_match", MatchMetrics::quasiLeaveArticlesExactMatch),
              entry("prefix_exact_match", MatchMetrics::prefixExactMatch),
              entry("quasi_prefix_exact_match", MatchMetrics::quasiPrefixExactMatch),
              entry("exact_match_indicator", MatchMetrics::exactMatchIndicator),
              entry("final_number_exact_match", MatchMetrics::finalNumberExactMatch),
              entry("final_decimal_exact_match", MatchMetrics::finalDecimalExactMatch),
              entry("cleva_math_result_match", MatchMetrics::clevaMathResultMatch),
              entry("absolute_value_difference", MatchMetrics::absoluteValueDifference),
              entry("f1_score", MatchMetrics::f1),
              entry("squad_f1_score", TokenF1::score),
              entry("exact_set_match", SetMetrics::exact),
              entry("iou_set_match", SetMetrics::iou),
              entry("f1_set_match", SetMetrics::f1),
              entry("math_equiv", MathMetrics::equivalent),
              entry("math_equiv_chain_of_thought", MathMetrics::equivalentSolutions),
              entry("rouge_1", Rouge::rouge1),
              entry("rouge_2", Rouge::rouge2),
              entry("rouge_l", Rouge::rougeL),
              entry("bleu_1", Bleu::bleu1),
              entry("bleu_4", Bleu::bleu4),
              entry("chinese_bleu_1", Bleu::characters1),
              entry("chr_f_plus_plus", ChrF::plusPlus),
              entry("wer_score", ErrorRates::words),
              entry("mer_score", ErrorRates::matches),
              entry("wip_score", ErrorRates::informationPreserved),
              entry("cer_score", ErrorRates::characters),
              entry("ruler_string_match_part", LongContext::contains)));

  private static final Map<String, BiFunction<MetricSpec, MetricResources, InstanceMetric>>
      INSTANCE =
          new TreeMap<>(
              Map.ofEntries(
                  entry("chain_of_thought_correctness", Metrics::chainOfThought),
                  entry("openai_mrcr_accuracy", Metrics::mrcr),
                  entry("ifeval_strict_accuracy", Metrics::ifeval),
                  entry("longest_common_prefix_length", Copyright::of),
                  entry("edit_distance", Copyright::of),
                  entry("edit_similarity", Copyright::of),
                  entry("self_bleu", Metrics::selfBleu),
                  entry("monte_carlo_entropy", Metrics::entropy),
                  entry("summarization", Metrics::summarization),
                  entry("ranking", Metrics::ranking),
                  entry("word_error_rate", Metrics::wordErrorRate),
                  entry("character_error_rate", Metrics::characterErrorRate),
                  entry("word_perplexity", Metrics::rollingWords)));

  private static final Map<String, AnnotatedFactory> ANNOTATED =
      new TreeMap<>(
          Map.of(
              "code_eval_acc", CodeMetric::accuracy,
              "pass", CodeMetric::pass,
              "unbiased_pass", CodeMetric::unbiased,
              "test_avg", CodeMetric::tests,
              "strict_acc", CodeMetric::strict,
              "toxicity", Toxicity::of));

  private static final Map<String, BiFunction<MetricSpec, MetricResources, CorpusMetric>> CORPUS =
      new TreeMap<>(
          Map.ofEntries(
              entry("bbq", (spec, resources) -> new Bbq()),
              entry("bias_metric", Bias::of),
              entry("classification", Classification::ofText),
              entry("multiple_choice_classification", Classification::ofChoices),
              entry("bleu", Translation::bleu),
              entry("chrf", Translation::chrF),
              entry("chrf++", Translation::chrF),
              entry("ter", Translation::ter)));

  /** Makes a metric that rests on annotations. */
  @FunctionalInterface
  private interface AnnotatedFactory {
    AnnotatedMetric of(MetricSpec spec, RunSpec run, Annotations annotations);
  }

  private Metrics() {}

  /**
   * The reference metric of that name.
   *
   * @throws RegattaException USER, naming the nearest known metric, where there is none
   */
  public static StringMetric named(String name) {
    StringMetric metric = REFERENCE.get(name);
    if (metric == null) {
      throw unknown(name);
    }
    return metric;
  }

  /** Names that {@link #named} knows. */
  public static SortedSet<String> names() {
    return new TreeSet<>(REFERENCE.keySet());
  }

  /** Whether a run may name this metric, whatever its arguments. */
  public static boolean known(String metric) {
    return all().contains(MetricSpec.parse(metric).name());
  }

  /** Names of all metrics that a run may name, without arguments. */
  public static SortedSet<String> all() {
    SortedSet<String> names = names();
    names.addAll(INSTANCE.keySet());
    names.addAll(ANNOTATED.keySet());
    names.addAll(CORPUS.keySet());
    return names;
  }

  static boolean isReference(MetricSpec spec) {
    return REFERENCE.containsKey(spec.name());
  }

  static boolean isInstance(MetricSpec spec) {
    return INSTANCE.containsKey(spec.name());
  }

  static InstanceMetric instance(MetricSpec spec, MetricResources resources) {
    return INSTANCE.get(spec.name()).apply(spec, resources);
  }

  static boolean isAnnotated(MetricSpec spec) {
    return ANNOTATED.containsKey(spec.name());
  }

  static AnnotatedMetric annotated(MetricSpec spec, RunSpec run, Annotations annotations) {
    return ANNOTATED.get(spec.name()).of(spec, run, annotations);
  }

  static CorpusMetric corpus(MetricSpec spec, MetricResources resources) {
    var factory = CORPUS.get(spec.name());
    if (factory == null) {
      throw unknown(spec.name());
    }
    return factory.apply(spec, resources);
  }

  private static RegattaException unknown(String name) {
    return RegattaException.user(
        "metrics: unknown metric '" + name + "'" + Suggestion.among(name, all()));
  }

  private static InstanceMetric chainOfThought(MetricSpec spec, MetricResources resources) {
    return new OneRequestMetric(spec.only().name(), false, ChainOfThought::correctness);
  }

  private static InstanceMetric mrcr(MetricSpec spec, MetricResources resources) {
    return new OneRequestMetric(spec.only().name(), true, LongContext::mrcr);
  }

  private static InstanceMetric ifeval(MetricSpec spec, MetricResources resources) {
    return new OneRequestMetric(spec.only().name(), true, InstructionFollowing::strictAccuracy);
  }

  private static InstanceMetric selfBleu(MetricSpec spec, MetricResources resources) {
    return new OneRequestMetric(spec.only().name(), false, Disinformation::selfBleu);
  }

  private static InstanceMetric entropy(MetricSpec spec, MetricResources resources) {
    return new OneRequestMetric(spec.only().name(), false, Disinformation::monteCarloEntropy);
  }

  private static InstanceMetric summarization(MetricSpec spec, MetricResources resources) {
    spec.only();
    return new Summaries();
  }

  private static InstanceMetric ranking(MetricSpec spec, MetricResources resources) {
    return new RankingMeasures(spec);
  }

  private static InstanceMetric rollingWords(MetricSpec spec, MetricResources resources) {
    spec.only();
    return new RollingWords();
  }

  private static InstanceMetric wordErrorRate(MetricSpec spec, MetricResources resources) {
    return least(spec.only(), ErrorRates::trueWords);
  }

  private static InstanceMetric characterErrorRate(MetricSpec spec, MetricResources resources) {
    return least(spec.only(), ErrorRates::trueCharacters);
  }

  /** The nearest gold counts. */
  private static InstanceMetric least(MetricSpec spec, StringMetric metric) {
    return new OneRequestMetric(
        spec.name(),
        false,
        state ->
            state.golds().stream()
                .mapToDouble(gold -> metric.score(gold, state.completion()))
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(Double.NaN));
  }
}

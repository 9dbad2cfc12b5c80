package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores answers with their golds outside of any run, as recorded cases of metrics have them. */
final class PairScores {
  /** Those of a whole set that are one number under their own name. */
  private static final Set<String> SETS = Set.of("bleu", "chrf", "chrf++", "ter");

  private PairScores() {}

  /** Whether a name is that of a metric with one value, which golds and answer are enough for. */
  static boolean known(String metric) {
    MetricSpec spec = new MetricSpec(metric, Map.of());
    if (Metrics.isInstance(spec)) {
      return Metrics.instance(spec, MetricResources.none()).columns().contains(metric);
    }
    return Metrics.isReference(spec) || isCorpus(metric);
  }

  /** The same for a metric of a set of answers. */
  static boolean isCorpus(String metric) {
    return SETS.contains(metric);
  }

  /** A {@linkplain #known known} metric's value of one answer. */
  static double score(String metric, String gold, String answer) {
    MetricSpec spec = new MetricSpec(metric, Map.of());
    if (Metrics.isReference(spec)) {
      return Metrics.named(metric).score(gold, answer);
    }
    RequestState state = state(List.of(gold), answer);
    return Metrics.isInstance(spec) ? ofInstance(spec, state) : ofCorpus(metric, List.of(state));
  }

  /** The value of a metric of a set over all answers. */
  static double ofCorpus(String metric, List<RequestState> states) {
    CorpusMetric corpus = Metrics.corpus(new MetricSpec(metric, Map.of()), MetricResources.none());
    Tally tally = new Tally();
    states.forEach(state -> corpus.count(state, tally));
    return corpus.statistics(tally).get(metric);
  }

  private static double ofInstance(MetricSpec spec, RequestState state) {
    InstanceMetric metric = Metrics.instance(spec, MetricResources.none());
    double[] row = new double[metric.columns().size()];
    metric.score(List.of(state), row, 0);
    return row[metric.columns().indexOf(spec.name())];
  }

  /** A generated answer. */
  static RequestState state(List<String> golds, String answer) {
    List<Instance.Reference> references = new ArrayList<>();
    golds.forEach(gold -> references.add(new Instance.Reference(gold, List.of("correct"))));
    Generated output = new Generated(answer, 0, "stop", 1, 0, answer.length());
    return new RequestState(
            0,
            -1,
            null,
            golds.size(),
            golds,
            false,
            null,
            0,
            false,
            new Answer(List.of(output), 1, 1, 1, Double.NaN))
        .about(new Instance("", references, Map.of()), -1);
  }
}

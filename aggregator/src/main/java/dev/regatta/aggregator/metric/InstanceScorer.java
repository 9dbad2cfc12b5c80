package dev.regatta.aggregator.metric;

import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.annotation.Subject;
import dev.regatta.protocol.PythonPattern;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores the instances of one run with HELM's metrics. Scores are rows of doubles, one per request,
 * under {@link #metrics}; NaN where a request has no value of a metric (metrics of the whole
 * instance stand in the first row only). Not thread-safe.
 */
public final class InstanceScorer {
  private final RunSpec run;
  private final RequestStyle style;
  private final List<String> metrics;
  private final StringMetric[] functions;
  private final List<InstanceMetric> instanceMetrics = new ArrayList<>();
  private final Map<String, CorpusMetric> corpusMetrics = new LinkedHashMap<>();
  private final List<MetricSpec> processors = new ArrayList<>();
  private final Predictions predictions;
  private final EstimatedCosts costs;
  private final int own;

  /** Fails with a USER error where the run names an unknown metric. */
  public InstanceScorer(RunSpec run) {
    this(run, MetricResources.configured(), Annotations.NONE);
  }

  /**
   * As {@link #InstanceScorer(RunSpec)}.
   *
   * @param annotations what annotators found in the run's answers
   */
  public InstanceScorer(RunSpec run, Annotations annotations) {
    this(run, MetricResources.configured(), annotations);
  }

  /**
   * As {@link #InstanceScorer(RunSpec)}.
   *
   * @param resources what the user brings
   */
  public InstanceScorer(RunSpec run, MetricResources resources) {
    this(run, resources, Annotations.NONE);
  }

  private InstanceScorer(RunSpec run, MetricResources resources, Annotations annotations) {
    this.run = run;
    this.style = RequestStyle.of(run.adapter());
    List<String> reference = new ArrayList<>();
    for (String metric : run.metrics()) {
      MetricSpec spec = MetricSpec.parse(metric);
      if (OutputProcessor.is(spec)) {
        // The outermost comes first.
        processors.add(0, spec);
      } else if (Metrics.isReference(spec)) {
        reference.add(spec.only().name());
      } else if (Metrics.isInstance(spec)) {
        instanceMetrics.add(Metrics.instance(spec, resources));
      } else if (Metrics.isAnnotated(spec)) {
        instanceMetrics.add(Metrics.annotated(spec, run, annotations));
      } else {
        corpusMetrics.put(metric, Metrics.corpus(spec, resources));
      }
    }
    this.functions = reference.stream().map(Metrics::named).toArray(StringMetric[]::new);
    this.costs = new EstimatedCosts(resources.profiles(), run.model());
    List<String> added = new ArrayList<>();
    instanceMetrics.forEach(metric -> added.addAll(metric.columns()));
    added.addAll(costs.names());
    this.own = added.size();
    this.metrics = ScoreColumns.of(style, reference, run.adapter().numOutputs(), added);
    String pattern = run.adapter().outputMappingPattern();
    this.predictions =
        new Predictions(
            Optional.ofNullable(pattern)
                .map(source -> PythonPattern.compile("output_mapping_pattern:", source)));
  }

  /** Names of the columns. */
  public List<String> metrics() {
    return metrics;
  }

  /** Whether an instance needs several requests: one per reference, or one per window. */
  public boolean separate() {
    return style.severalRequests();
  }

  /** Whether the run has nothing but the likelihood of texts, and so no worst cases. */
  public boolean likelihoodOnly() {
    return style == RequestStyle.LANGUAGE_MODELING;
  }

  /** Whether a metric looks at {@link RequestState#instance}. */
  public boolean readsInstance() {
    return instanceMetrics.stream().anyMatch(InstanceMetric::readsInstance)
        || corpusMetrics.values().stream().anyMatch(CorpusMetric::readsInstance);
  }

  /** Names of the metrics that rest on annotations, with their annotators. */
  public Map<String, String> annotated() {
    Map<String, String> annotated = new LinkedHashMap<>();
    for (String metric : run.metrics()) {
      MetricSpec spec = MetricSpec.parse(metric);
      if (Metrics.isAnnotated(spec)) {
        annotated.put(spec.name(), Metrics.annotated(spec, run, Annotations.NONE).annotator());
      }
    }
    return annotated;
  }

  /**
   * What annotators have to look at of a request: by metric, a subject for each output.
   *
   * @param state answered
   */
  public List<List<Subject>> subjects(RequestState state) {
    RequestState processed = processed(List.of(state)).get(0);
    return instanceMetrics.stream()
        .filter(AnnotatedMetric.class::isInstance)
        .map(metric -> ((AnnotatedMetric) metric).subjects(processed))
        .toList();
  }

  /** What the corpus metrics count over one instance in one trial. */
  public Counts count(List<RequestState> states) {
    if (corpusMetrics.isEmpty()) {
      return Counts.NONE;
    }
    List<RequestState> processed = processed(states);
    Counts counts = new Counts();
    corpusMetrics.forEach(
        (name, metric) -> {
          Tally tally = counts.of(name);
          processed.forEach(state -> metric.count(state, tally));
        });
    return counts;
  }

  /**
   * The score rows of one instance in one trial.
   *
   * @param answered its requests, any order; all of them answered
   */
  public double[][] score(List<RequestState> answered) {
    List<RequestState> states = processed(answered);
    double[][] rows = new double[states.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[metrics.size()];
      Arrays.fill(rows[i], ScoreColumns.OWN, metrics.size(), Double.NaN);
      scoreRequest(states.get(i), rows[i]);
    }
    if (style == RequestStyle.SEPARATE || style == RequestStyle.RANKING && tokensKnown(states)) {
      SeparateChoice.score(states, rows[0]);
    }
    int column = metrics.size() - own;
    for (InstanceMetric metric : instanceMetrics) {
      metric.score(states, rows[0], column);
      column += metric.columns().size();
    }
    for (int i = 0; i < rows.length; i++) {
      costs.write(states.get(i).answer(), rows[i], column);
    }
    return rows;
  }

  private List<RequestState> processed(List<RequestState> states) {
    List<RequestState> processed = states;
    for (MetricSpec processor : processors) {
      processed = OutputProcessor.process(processor, processed);
    }
    return processed;
  }

  /** HELM divides by the length of the passages, though the answers are a yes or no. */
  private static boolean tokensKnown(List<RequestState> states) {
    return states.stream().allMatch(state -> state.referenceTokens() >= 0);
  }

  private void scoreRequest(RequestState state, double[] row) {
    Answer answer = state.answer();
    Generated first = answer.outputs().get(0);
    // HELM counts an echoed prompt as completion, but not as output.
    int echoed = style.echoes() ? answer.promptTokens() : 0;
    row[ScoreColumns.NUM_REFERENCES] = state.numReferences();
    row[ScoreColumns.NUM_TRAIN_TRIALS] = run.adapter().numTrainTrials();
    int generated = generated(answer);
    row[ScoreColumns.NUM_PROMPT_TOKENS] =
        state.promptTokens() >= 0 ? state.promptTokens() : answer.promptTokens();
    row[ScoreColumns.NUM_COMPLETION_TOKENS] = echoed + generated;
    row[ScoreColumns.NUM_OUTPUT_TOKENS] = generated;
    row[ScoreColumns.INFERENCE_RUNTIME] = answer.seconds();
    row[ScoreColumns.BATCH_SIZE] = 1;
    int reason = ScoreColumns.FINISH_REASONS.indexOf(first.finishReason());
    int unknown = ScoreColumns.FINISH_REASONS.size() - 1;
    row[ScoreColumns.FINISH_REASON + (reason < 0 ? unknown : reason)] = 1;
    row[ScoreColumns.NUM_TRAIN_INSTANCES] = state.numTrainInstances();
    row[ScoreColumns.PROMPT_TRUNCATED] = state.promptTruncated() ? 1 : 0;
    row[ScoreColumns.TIME_TO_FIRST_TOKEN] = answer.secondsToFirstToken();
    row[ScoreColumns.TOKENS_PER_SECOND] =
        answer.completionTokens() > 0 && answer.seconds() > 0
            ? answer.completionTokens() / answer.seconds()
            : Double.NaN;
    if (style.likelihood()) {
      row[ScoreColumns.LOGPROB] = first.tokenLogprob();
      row[ScoreColumns.NUM_PERPLEXITY_TOKENS] = first.tokens();
      row[ScoreColumns.NUM_BYTES] = first.bytes();
    }
    if (style == RequestStyle.GENERATION && !state.golds().isEmpty()) {
      scoreAgainstGolds(state, row);
    }
  }

  /** HELM counts the tokens that its client got, which are none of a chat. */
  private int generated(Answer answer) {
    return run.helm() == null || style.echoes()
        ? answer.completionTokens()
        : answer.outputs().stream().mapToInt(Generated::tokens).sum();
  }

  private void scoreAgainstGolds(RequestState state, double[] row) {
    List<Generated> outputs = Predictions.byLogprob(state.answer().outputs());
    List<String> texts = new ArrayList<>(outputs.size());
    for (Generated output : outputs) {
      texts.add(predictions.of(output.text(), state.outputMapping()));
    }
    int column = ScoreColumns.REFERENCE;
    for (StringMetric function : functions) {
      double best = best(function, state.golds(), texts.get(0));
      row[column++] = best;
      if (run.adapter().numOutputs() != 1) {
        for (int i = 1; i < texts.size(); i++) {
          best = Math.max(best, best(function, state.golds(), texts.get(i)));
        }
        row[column++] = best;
      }
    }
    row[column] = Math.exp(outputs.get(0).logprob());
  }

  private static double best(StringMetric function, List<String> golds, String prediction) {
    if (prediction == null) {
      return 0;
    }
    double best = function.score(golds.get(0), prediction);
    for (int i = 1; i < golds.size(); i++) {
      best = Math.max(best, function.score(golds.get(i), prediction));
    }
    return best;
  }
}

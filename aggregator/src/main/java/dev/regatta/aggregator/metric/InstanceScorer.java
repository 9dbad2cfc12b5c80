package dev.regatta.aggregator.metric;

import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Scores the instances of one run with HELM's metrics. Scores are rows of doubles, one per request,
 * under {@link #metrics}; NaN where a request has no value of a metric (metrics of the whole
 * instance stand in the first row only). Not thread-safe.
 */
public final class InstanceScorer {
  private final RunSpec run;
  private final boolean separate;
  private final List<String> metrics;
  private final StringMetric[] functions;
  private final Predictions predictions;

  /** Fails with a USER error where the run names an unknown metric. */
  public InstanceScorer(RunSpec run) {
    this.run = run;
    this.separate = ScoreColumns.separate(run);
    this.metrics = ScoreColumns.of(run);
    this.functions = run.metrics().stream().map(Metrics::named).toArray(StringMetric[]::new);
    String pattern = run.adapter().outputMappingPattern();
    this.predictions =
        new Predictions(
            pattern == null
                ? Optional.empty()
                : Optional.of(Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS)));
  }

  /** Names of the columns. */
  public List<String> metrics() {
    return metrics;
  }

  /** Whether an instance needs one request per reference. */
  public boolean separate() {
    return separate;
  }

  /**
   * The score rows of one instance in one trial.
   *
   * @param states its requests, any order; all of them answered
   */
  public double[][] score(List<RequestState> states) {
    double[][] rows = new double[states.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[metrics.size()];
      Arrays.fill(rows[i], ScoreColumns.OWN, metrics.size(), Double.NaN);
      scoreRequest(states.get(i), rows[i]);
    }
    if (separate) {
      SeparateChoice.score(states, rows[0]);
    }
    return rows;
  }

  private void scoreRequest(RequestState state, double[] row) {
    Answer answer = state.answer();
    Generated first = answer.outputs().get(0);
    // HELM counts an echoed prompt as completion, but not as output.
    int echoed = separate ? answer.promptTokens() : 0;
    row[ScoreColumns.NUM_REFERENCES] = state.numReferences();
    row[ScoreColumns.NUM_TRAIN_TRIALS] = run.adapter().numTrainTrials();
    row[ScoreColumns.NUM_PROMPT_TOKENS] = answer.promptTokens();
    row[ScoreColumns.NUM_COMPLETION_TOKENS] = echoed + answer.completionTokens();
    row[ScoreColumns.NUM_OUTPUT_TOKENS] = answer.completionTokens();
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
    if (!separate) {
      row[ScoreColumns.LOGPROB] = first.tokenLogprob();
      row[ScoreColumns.NUM_PERPLEXITY_TOKENS] = first.tokens();
      row[ScoreColumns.NUM_BYTES] = first.bytes();
      if (!state.golds().isEmpty()) {
        scoreAgainstGolds(state, row);
      }
    }
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

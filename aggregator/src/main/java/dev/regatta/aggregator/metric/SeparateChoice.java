package dev.regatta.aggregator.metric;

import java.util.Arrays;
import java.util.List;

/**
 * Multiple choice by the likelihood of each reference. Original: mean log-probability of the
 * reference's tokens; calibrated: sum of the log-probabilities less that of the calibration
 * request. A reference without tokens has no mean (HELM ends with a division by zero): its instance
 * has no value then.
 */
final class SeparateChoice {

  private SeparateChoice() {}

  /**
   * Scores one instance.
   *
   * @param row its columns are NaN, and stay so where the instance has no value
   */
  static void score(List<RequestState> states, double[] row) {
    int references = 0;
    boolean calibrated = false;
    for (RequestState state : states) {
      references = Math.max(references, state.referenceIndex() + 1);
      calibrated |= state.calibration();
    }
    double[] scores = new double[references];
    boolean[] correct = new boolean[references];
    for (RequestState state : states) {
      Generated scored = state.answer().outputs().get(0);
      int reference = state.referenceIndex();
      if (state.calibration()) {
        scores[reference] -= scored.tokenLogprob();
      } else {
        int tokens = tokens(state, scored);
        if (tokens == 0 && !calibrated) {
          return;
        }
        scores[reference] += calibrated ? scored.tokenLogprob() : scored.tokenLogprob() / tokens;
        correct[reference] = state.referenceCorrect();
      }
    }
    write(scores, correct, row);
  }

  private static int tokens(RequestState state, Generated scored) {
    return state.referenceTokens() >= 0 ? state.referenceTokens() : scored.tokens();
  }

  private static void write(double[] scores, boolean[] correct, double[] row) {
    double best = Arrays.stream(scores).max().orElseThrow();
    int ties = 0;
    int hits = 0;
    int first = -1;
    double mass = 0;
    for (int i = 0; i < scores.length; i++) {
      mass += Math.exp(scores[i] - best);
      if (scores[i] == best) {
        ties++;
        hits += correct[i] ? 1 : 0;
        first = first < 0 ? i : first;
      }
    }
    row[ScoreColumns.MAX_PROB] = 1 / mass;
    row[ScoreColumns.EXACT_MATCH] = (double) hits / ties;
    row[ScoreColumns.PREDICTED_INDEX] = first;
  }
}

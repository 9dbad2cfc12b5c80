package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeparateChoiceTest {

  @Test
  void comparesMeansOverTheTokensOfEachReference() {
    double[] row = scored(state(0, "original", 4, -4, false), state(1, "original", 1, -2, true));
    assertThat(row[ScoreColumns.PREDICTED_INDEX]).isEqualTo(0);
    assertThat(row[ScoreColumns.EXACT_MATCH]).isEqualTo(0);
    assertThat(row[ScoreColumns.MAX_PROB]).isEqualTo(1 / (1 + Math.exp(-1)));
  }

  @Test
  void aReferenceWithoutTokensHasNoMeanAndItsInstanceNoChoice() {
    double[] row = scored(state(0, "original", 0, 0, false), state(1, "original", 1, -2, true));
    assertThat(row[ScoreColumns.PREDICTED_INDEX]).isNaN();
    assertThat(row[ScoreColumns.EXACT_MATCH]).isNaN();
    assertThat(row[ScoreColumns.MAX_PROB]).isNaN();
  }

  @Test
  void aCalibratedOneNeedsNoTokens() {
    double[] row =
        scored(
            state(0, "original", 0, 0, false),
            state(0, RequestState.CALIBRATION, 0, 0, false),
            state(1, "original", 1, -2, true),
            state(1, RequestState.CALIBRATION, 1, -3, false));
    assertThat(row[ScoreColumns.PREDICTED_INDEX]).isEqualTo(1);
    assertThat(row[ScoreColumns.EXACT_MATCH]).isEqualTo(1);
  }

  private static double[] scored(RequestState... states) {
    double[] row = new double[ScoreColumns.PREDICTED_INDEX + 1];
    Arrays.fill(row, ScoreColumns.OWN, row.length, Double.NaN);
    SeparateChoice.score(List.of(states), row);
    return row;
  }

  private static RequestState state(
      int reference, String mode, int tokens, double logprob, boolean correct) {
    Generated output = new Generated("", logprob, "length", tokens, logprob, 0);
    Answer answer = new Answer(List.of(output), 10, 0, 1, Double.NaN);
    return new RequestState(0, reference, mode, 2, List.of(), correct, null, 0, false, answer);
  }
}

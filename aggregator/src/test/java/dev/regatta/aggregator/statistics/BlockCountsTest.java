package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.aggregator.metric.Answer;
import dev.regatta.aggregator.metric.Counts;
import dev.regatta.aggregator.metric.Generated;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockCountsTest {
  private static final String MICRO = "classification_micro_f1";
  private static final String MACRO = "classification_macro_f1";

  private final InstanceScorer classes = scorer("multiple_choice_classification");

  private static InstanceScorer scorer(String metric) {
    AdapterSpec adapter = Json.read("{\"method\":\"generation\"}", AdapterSpec.class);
    return new InstanceScorer(
        new RunSpec(
            "run",
            "model",
            "",
            "scenario",
            new ObjectSpec("", Map.of()),
            adapter,
            DataAugmentation.NONE,
            List.of(metric),
            metric,
            List.of()));
  }

  private static Counts counts(InstanceScorer scorer, String gold, String answer) {
    Generated output = new Generated(answer, 0, "stop", 1, 0, answer.length());
    RequestState state =
        new RequestState(
            0,
            -1,
            null,
            1,
            List.of(gold),
            false,
            null,
            0,
            false,
            new Answer(List.of(output), 1, 1, 1, Double.NaN));
    return scorer.count(List.of(state));
  }

  private static Map<String, Interval> intervals(BlockCounts counts, long n) {
    return BlockCounts.intervals(
        List.of(counts), List.copyOf(counts.statistics().keySet()), n, "a seed");
  }

  /** Of one answer each, micro F1 is the share of right answers, whose error has a formula. */
  @Test
  void theErrorOfMicroF1IsThatOfAShare() {
    BlockCounts counts = new BlockCounts();
    SplittableRandom random = new SplittableRandom(1);
    int n = 500;
    int right = 0;
    for (int i = 0; i < n; i++) {
      boolean hit = random.nextDouble() < 0.7;
      right += hit ? 1 : 0;
      counts.add(i, counts(classes, "a", hit ? "a" : "b"));
    }
    double share = (double) right / n;
    Interval interval = intervals(counts, n).get(MICRO);
    double expected = Math.sqrt(share * (1 - share) / n);
    assertThat(interval.stderr()).isCloseTo(expected, within(0.1 * expected));
    assertThat(interval.low()).isCloseTo(share - 1.96 * expected, within(0.3 * expected));
    assertThat(interval.high()).isCloseTo(share + 1.96 * expected, within(0.3 * expected));
    assertThat(interval.n()).isEqualTo(n);
  }

  /** Two classes, each answered rightly four times of five: both have F1 0.8. */
  @Test
  void macroF1IsCovered() {
    SplittableRandom random = new SplittableRandom(2);
    Counts[][] possible = {
      {counts(classes, "a", "a"), counts(classes, "a", "b")},
      {counts(classes, "b", "b"), counts(classes, "b", "a")}
    };
    int covered = 0;
    int repeats = 400;
    for (int repeat = 0; repeat < repeats; repeat++) {
      BlockCounts counts = new BlockCounts();
      for (int i = 0; i < 100; i++) {
        counts.add(i, possible[random.nextInt(2)][random.nextInt(5) == 0 ? 1 : 0]);
      }
      Interval interval = intervals(counts, 100).get(MACRO);
      covered += interval.low() <= 0.8 && 0.8 <= interval.high() ? 1 : 0;
    }
    assertThat((double) covered / repeats).isBetween(0.92, 0.98);
  }

  @Test
  void theOrderDoesNotMatter() {
    InstanceScorer bleu = scorer("bleu");
    String[] answers = {"a b c d", "a b c d e f g", "a b d c", "g f e d c b a", "a b c d e f"};
    BlockCounts forth = new BlockCounts();
    BlockCounts back = new BlockCounts();
    BlockCounts rest = new BlockCounts();
    for (int i = 0; i < 60; i++) {
      forth.add(i, counts(bleu, "a b c d e f g", answers[i % 5]));
      int other = 59 - i;
      Counts counted = counts(bleu, "a b c d e f g", answers[other % 5]);
      (other % 7 < 3 ? back : rest).add(other, counted);
    }
    back.add(rest);
    assertThat(back.statistics()).isEqualTo(forth.statistics());
    assertThat(intervals(back, 60)).isEqualTo(intervals(forth, 60));
    Interval interval = intervals(forth, 60).get("bleu");
    double value = forth.statistics().get("bleu");
    assertThat(interval.low()).isBetween(0.0, value - 1);
    assertThat(interval.high()).isBetween(value + 1, 100.0);
  }

  @Test
  void whatCountsTooManyThingsHasNone() {
    BlockCounts counts = new BlockCounts();
    for (int i = 0; i < 1000; i++) {
      counts.add(i, counts(classes, "gold " + i, "answer " + i));
    }
    assertThat(intervals(counts, 1000)).isEmpty();
  }
}

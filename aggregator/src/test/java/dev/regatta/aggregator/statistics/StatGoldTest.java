package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class StatGoldTest {

  @Test
  void mergedStats() {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("helm_stat.jsonl")) {
      Moments left = new Moments();
      Moments right = new Moments();
      int position = 0;
      for (JsonNode value : gold.get("values")) {
        Moments side = position++ < gold.get("split_at").asInt() ? left : right;
        if (!value.isNull()) {
          side.add(value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asDouble());
        }
      }
      left.add(right);
      Stat stat = left.stat();
      soft.assertThat(stat.count()).isEqualTo(gold.get("count").asLong());
      close(soft, gold, "sum", stat.sum());
      close(soft, gold, "sum_squared", stat.sumSquared());
      close(soft, gold, "min", stat.min());
      close(soft, gold, "max", stat.max());
      close(soft, gold, "mean", stat.mean());
      close(soft, gold, "variance", stat.variance());
      close(soft, gold, "stddev", stat.stddev());
      soft.assertThat(stat.toString())
          .as("%s", gold.get("id"))
          .isEqualTo(withoutZeroFractions(gold.get("text").asText()));
    }
    soft.assertAll();
  }

  @Test
  void calibration() {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("helm_calibration.jsonl")) {
      int n = gold.get("max_prob").size();
      double[] confidence = new double[n];
      int[] correct = new int[n];
      for (int i = 0; i < n; i++) {
        confidence[i] = gold.get("max_prob").get(i).asDouble();
        correct[i] = gold.get("correct").get(i).asInt();
      }
      Calibration calibration = Calibration.of(confidence, correct);
      close(soft, gold, "ece_10_bin", calibration.ece10());
      close(soft, gold, "ece_1_bin", calibration.ece1());
      close(soft, gold, "selective_cov_acc_area", calibration.selectiveArea());
      close(soft, gold, "selective_acc@10", calibration.selectiveAccuracy10());
    }
    soft.assertAll();
  }

  @Test
  void plattScaling() {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode gold : Gold.lines("helm_calibration.jsonl")) {
      if (!gold.has("platt_coef")) {
        continue;
      }
      int n = gold.get("max_prob").size();
      double[] confidence = new double[n];
      int[] correct = new int[n];
      for (int i = 0; i < n; i++) {
        confidence[i] = gold.get("max_prob").get(i).asDouble();
        correct[i] = gold.get("correct").get(i).asInt();
      }
      PlattScaling.statistics(confidence, correct)
          .forEach(
              (name, value) ->
                  soft.assertThat(value)
                      .as("%s %s", gold.get("id"), name)
                      .isCloseTo(
                          gold.get(name).asDouble(),
                          within(1e-3 * Math.abs(gold.get(name).asDouble()) + 1e-12)));
    }
    soft.assertAll();
  }

  @Test
  void rollingLikelihood() {
    SoftAssertions soft = new SoftAssertions();
    List<String> metrics = List.of("logprob", "num_perplexity_tokens", "num_bytes", "num_words");
    Context context = new Context("test", null, null);
    for (JsonNode gold : Gold.lines("lmeval_rolling.jsonl")) {
      RunAggregate run = new RunAggregate(new RunShape("run", metrics, true, false, false, true));
      double[] row = {
        gold.get("loglikelihood").asDouble(),
        1,
        gold.get("bytes").asInt(),
        gold.get("words").asInt()
      };
      run.add(List.of(new Scored(0, context, 0, new double[][] {row})));
      for (Statistic statistic : RunStatistics.of(run)) {
        if (gold.hasNonNull(statistic.metric()) && gold.get(statistic.metric()).isNumber()) {
          double expected = gold.get(statistic.metric()).asDouble();
          soft.assertThat(statistic.stat().mean() / expected)
              .as("%s %s", gold.get("id"), statistic.metric())
              .isCloseTo(1, within(1e-9));
        }
      }
    }
    soft.assertAll();
  }

  /** Python prints an integral float with a fraction, a whole number without. */
  private static String withoutZeroFractions(String text) {
    return text.replaceAll("\\.0(?=[, ])", "");
  }

  private static void close(SoftAssertions soft, JsonNode gold, String field, double actual) {
    JsonNode expected = gold.get(field);
    if (expected.isNull()) {
      soft.assertThat(actual).as("%s %s", gold.get("id"), field).isNaN();
    } else {
      double value = expected.asDouble();
      soft.assertThat(actual)
          .as("%s %s", gold.get("id"), field)
          .isCloseTo(value, within(1e-9 * Math.max(1e-6, Math.abs(value))));
    }
  }

  @Test
  void emptyMergesWithAnything() {
    assertThat(Stat.EMPTY.merge(Stat.of(2))).isEqualTo(Stat.of(2));
    assertThat(Stat.EMPTY.mean()).isNaN();
    assertThat(Stat.of(0.1).merge(Stat.of(0.3)).mean()).isCloseTo(0.2, within(1e-15));
  }
}

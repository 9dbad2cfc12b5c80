package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases that lighteval publishes, where it means the same. */
class MetricCasesGoldTest {

  @ParameterizedTest
  @CsvSource({"rouge1,rouge_1", "rouge2,rouge_2", "rougeL,rouge_l"})
  void rouge(String theirs, String ours) {
    for (JsonNode gold : cases(theirs)) {
      assertThat(Metrics.named(ours).score(expected(gold), answer(gold)))
          .as("%s", gold.get("name"))
          .isCloseTo(
              gold.get("expected_output").get(theirs).asDouble(),
              within(gold.get("tolerance").asDouble()));
    }
  }

  @ParameterizedTest
  @CsvSource({"longest_common_prefix_length", "edit_distance", "edit_similarity"})
  void copyright(String name) {
    InstanceMetric metric = Metrics.instance(MetricSpec.parse(name), MetricResources.none());
    for (JsonNode gold : cases("copyright")) {
      Instance.Reference text = new Instance.Reference(expected(gold), List.of("correct"));
      RequestState state =
          States.of(List.of(expected(gold)), answer(gold))
              .about(new Instance("", List.of(text), Map.of()), -1);
      double[] row = new double[1];
      metric.score(List.of(state), row, 0);
      assertThat(row[0])
          .as("%s", gold.get("name"))
          .isCloseTo(gold.get("expected_output").get(name).asDouble(), within(1e-2));
    }
  }

  @Test
  void bleu() {
    for (JsonNode gold : cases("bleu")) {
      Tally tally = new Tally();
      CorpusMetric metric = Metrics.corpus(MetricSpec.parse("bleu"), MetricResources.none());
      for (int i = 0; i < gold.get("docs").size(); i++) {
        String reference = gold.get("docs").get(i).get("choices").get(0).asText();
        String answer = gold.get("model_responses").get(i).get("text").get(0).asText();
        metric.count(States.of(List.of(reference), answer), tally);
      }
      assertThat(metric.statistics(tally).get("bleu"))
          .as("%s", gold.get("name"))
          .isCloseTo(
              gold.get("expected_output").asDouble(), within(gold.get("tolerance").asDouble()));
    }
  }

  private static JsonNode cases(String file) {
    return Gold.document(Gold.directory().resolve("../data/gold_metric_cases/" + file + ".json"))
        .get("test_cases");
  }

  private static String expected(JsonNode gold) {
    JsonNode doc = gold.get("doc");
    return doc.get("choices").get(doc.get("gold_index").asInt()).asText();
  }

  private static String answer(JsonNode gold) {
    return gold.get("model_response").get("text").get(0).asText();
  }
}

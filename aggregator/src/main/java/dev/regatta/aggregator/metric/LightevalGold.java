package dev.regatta.aggregator.metric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.gold.Tolerance;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files of {@code test_cases} that lighteval publishes with its metrics. */
final class LightevalGold implements GoldCheck {
  private static final String CASES = "test_cases";

  /**
   * Its metrics that mean the same as one of ours, by their names in {@code expected_output}; the
   * others split and normalise texts in their own ways.
   */
  private static final Map<String, String> SAME =
      Map.of(
          "rouge1", "rouge_1",
          "rouge2", "rouge_2",
          "rougeL", "rouge_l",
          "em", "exact_match",
          "bleu", "bleu",
          "longest_common_prefix_length", "longest_common_prefix_length",
          "edit_distance", "edit_distance",
          "edit_similarity", "edit_similarity");

  /** Classes of metrics whose results have names that mean something else there. */
  private static final List<String> OTHER_CLASSES = List.of("drop", "f1_score_micro");

  @Override
  public String kind() {
    return "lighteval";
  }

  @Override
  public String about() {
    return "lighteval's published cases, where a metric means the same";
  }

  @Override
  public boolean recognises(Path path) {
    return GoldFiles.head(path).contains('"' + CASES + '"');
  }

  @Override
  public void check(Path gold, Findings findings) {
    int number = 0;
    for (JsonNode json : GoldFiles.document(gold).path(CASES)) {
      String where = json.path("name").asText("case " + ++number);
      try {
        check(new GoldCase(where, json, findings));
      } catch (RegattaException e) {
        findings.fail("(cases)", where, "a case as the others", e.getMessage());
      }
    }
  }

  private static void check(GoldCase gold) {
    JsonNode expected = gold.get("expected_output");
    if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> one : expected.properties()) {
        check(gold, one.getKey(), one.getValue());
      }
    } else {
      check(gold, gold.text("metric_name"), expected);
    }
  }

  private static void check(GoldCase gold, String theirs, JsonNode expected) {
    String ours = SAME.get(theirs);
    if (ours == null || OTHER_CLASSES.contains(gold.text("metric_class"))) {
      gold.unknown(theirs, "no metric that means the same");
      return;
    }
    Tolerance tolerance = new Tolerance(0, gold.number("tolerance"));
    gold.findings()
        .close(theirs, gold.where(), GoldCase.number(expected), () -> score(gold, ours), tolerance);
  }

  private static double score(GoldCase gold, String metric) {
    if (!gold.has("docs")) {
      String answer = gold.get("model_response").get("text").get(0).asText();
      return PairScores.score(metric, reference(gold.get("doc")), answer);
    }
    List<RequestState> states = new ArrayList<>();
    for (int i = 0; i < gold.get("docs").size(); i++) {
      String answer = gold.get("model_responses").get(i).get("text").get(0).asText();
      states.add(PairScores.state(List.of(reference(gold.get("docs").get(i))), answer));
    }
    return PairScores.ofCorpus(metric, states);
  }

  /** The right choice; the first of several. */
  private static String reference(JsonNode doc) {
    JsonNode index = doc.get("gold_index");
    return doc.get("choices").get((index.isArray() ? index.get(0) : index).asInt()).asText();
  }
}

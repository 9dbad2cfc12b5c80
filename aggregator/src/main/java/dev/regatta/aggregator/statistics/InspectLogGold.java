package dev.regatta.aggregator.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.gold.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Logs of Inspect: the mean of the samples' scores and its standard error. */
final class InspectLogGold implements GoldCheck {
  /** What Inspect takes the letters of its scorers for. */
  private static final Map<String, Double> LETTERS = Map.of("C", 1.0, "P", 0.5, "I", 0.0, "N", 0.0);

  @Override
  public String kind() {
    return "inspect-log";
  }

  @Override
  public String about() {
    return "means and standard errors in logs of Inspect";
  }

  @Override
  public boolean recognises(Path path) {
    boolean named = path.getParent() != null && path.getParent().endsWith("gold_inspect_logs");
    return named && path.toString().endsWith(".json") && Files.isRegularFile(path);
  }

  @Override
  public void check(Path gold, Findings findings) {
    JsonNode json = GoldFiles.document(gold);
    for (JsonNode score : json.path("results").path("scores")) {
      String name = score.path("name").asText();
      Optional<Moments> values = values(json.path("samples"), name);
      for (Map.Entry<String, JsonNode> metric : score.path("metrics").properties()) {
        double expected = GoldCase.number(metric.getValue().get("value"));
        check(name, metric.getKey(), expected, values, findings);
      }
    }
  }

  private static void check(
      String scorer, String metric, double expected, Optional<Moments> values, Findings findings) {
    if (values.isEmpty()) {
      findings.unknown(metric, "the samples have no such scores");
      return;
    }
    Moments moments = values.get();
    switch (metric) {
      case "accuracy", "mean" ->
          findings.close(metric, scorer, expected, moments::mean, Tolerance.USUAL);
      case "stderr" ->
          findings.close(
              metric, scorer, expected, () -> Interval.ofMean(moments).stderr(), Tolerance.USUAL);
      default -> findings.unknown(metric, "no such statistic");
    }
  }

  private static Optional<Moments> values(JsonNode samples, String scorer) {
    Moments moments = new Moments();
    for (JsonNode sample : samples) {
      JsonNode value = sample.path("scores").path(scorer).path("value");
      if (value.isNumber() || value.isBoolean()) {
        moments.add(GoldCase.number(value));
      } else if (LETTERS.containsKey(value.asText())) {
        moments.add(LETTERS.get(value.asText()));
      } else {
        return Optional.empty();
      }
    }
    return moments.count() == 0 ? Optional.empty() : Optional.of(moments);
  }
}

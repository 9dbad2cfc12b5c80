package dev.regatta.aggregator.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.gold.Tolerance;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Result files of lm-evaluation-harness: scores and their standard errors. Files before 0.4 do not
 * say how many items there were, so there must be a whole number of items and one of right ones for
 * which ours are the same two numbers.
 */
final class LmEvalResultsGold implements GoldCheck {
  private static final Pattern RESULTS = Pattern.compile("\\A\\s*\\{\\s*\"results\"\\s*:\\s*\\{");

  /** Scores of single items that are 0 or 1. */
  private static final Set<String> BINARY =
      Set.of(
          "acc",
          "acc_norm",
          "mc1",
          "exact_match",
          "exact_str_match",
          "multiple_choice_grade",
          "pct_stereotype");

  private static final String ERROR = "_stderr";

  @Override
  public String kind() {
    return "lm-eval-results";
  }

  @Override
  public String about() {
    return "standard errors of lm-eval's published accuracies";
  }

  @Override
  public boolean recognises(Path path) {
    return RESULTS.matcher(GoldFiles.head(path)).find();
  }

  @Override
  public void check(Path gold, Findings findings) {
    JsonNode json = GoldFiles.document(gold);
    for (Map.Entry<String, JsonNode> task : json.get("results").properties()) {
      for (Map.Entry<String, JsonNode> score : task.getValue().properties()) {
        String name = score.getKey();
        // Later versions write acc,none and acc_stderr,none.
        int comma = name.indexOf(',');
        String metric = comma < 0 ? name : name.substring(0, comma);
        String filter = comma < 0 ? "" : name.substring(comma);
        JsonNode error = task.getValue().get(metric + ERROR + filter);
        if (score.getValue().isNumber() && error != null && error.isNumber()) {
          double items =
              json.path("n-samples").path(task.getKey()).path("effective").asDouble(Double.NaN);
          check(task.getKey(), metric, score.getValue().asDouble(), error, items, findings);
        }
      }
    }
  }

  private static void check(
      String task, String metric, double score, JsonNode error, double items, Findings findings) {
    String part = metric + ERROR;
    if (!BINARY.contains(metric)) {
      findings.unknown(part, "not of scores that are 0 or 1");
      return;
    }
    double expected = error.asDouble();
    if (expected == 0) {
      findings.equal(part, task, true, () -> score == 0 || score == 1);
      return;
    }
    double asked = Double.isNaN(items) ? score * (1 - score) / (expected * expected) + 1 : items;
    long n = Math.round(asked);
    long right = Math.round(score * n);
    findings.close(part, task, expected, () -> errorOf(score, right, n), Tolerance.USUAL);
  }

  /** NaN where no number of right items gives the score. */
  private static double errorOf(double score, long right, long n) {
    return Tolerance.USUAL.agree(score, (double) right / n)
        ? Interval.ofProportion(right, n).stderr()
        : Double.NaN;
  }
}

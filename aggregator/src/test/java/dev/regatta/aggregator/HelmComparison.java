package dev.regatta.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.statistics.Statistic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;

/**
 * Our statistics against those that HELM wrote for the same run: the same set, the same numbers.
 */
public final class HelmComparison {
  private static final Set<String> BY_THE_CLOCK = Set.of("inference_runtime", "batch_size");
  private static final Set<String> OURS_ALONE = Set.of("time_to_first_token", "tokens_per_second");

  /** Metrics of other families, and those that need a trained model or service. */
  private static final List<String> ELSEWHERE =
      List.of(
          "training_",
          "platt_",
          "bias_metric",
          "bbq_",
          "classification_",
          "code_eval_acc",
          "pass",
          "rouge_",
          "bleu_",
          "openai_mrcr",
          "chain_of_thought_correctness",
          "longest_common_prefix",
          "edit_",
          "toxic");

  private HelmComparison() {}

  public static void compare(HelmRun run, List<Statistic> statistics) {
    Map<String, Statistic> ours = new HashMap<>();
    for (Statistic statistic : statistics) {
      ours.put(statistic.metric() + statistic.context(), statistic);
    }
    SoftAssertions soft = new SoftAssertions();
    Set<String> elsewhere = new TreeSet<>();
    for (JsonNode gold : run.goldStatistics()) {
      String metric = gold.get("name").get("name").asText();
      Statistic mine = ours.remove(metric + HelmRun.context(gold.get("name")));
      if (mine == null) {
        elsewhere.add(metric);
      } else if (!BY_THE_CLOCK.contains(metric)) {
        compare(soft, gold, mine);
      }
    }
    soft.assertThat(elsewhere).allMatch(name -> ELSEWHERE.stream().anyMatch(name::startsWith));
    ours.values().removeIf(statistic -> OURS_ALONE.contains(statistic.metric()));
    soft.assertThat(ours.keySet()).isEmpty();
    soft.assertAll();
    assertThat(run.goldStatistics()).isNotEmpty();
  }

  private static void compare(SoftAssertions soft, JsonNode gold, Statistic mine) {
    String name = gold.get("name").toString();
    soft.assertThat(mine.stat().count()).as(name).isEqualTo(gold.get("count").asLong());
    close(soft, name, gold.get("sum").asDouble(), mine.stat().sum());
    close(soft, name, gold.get("sum_squared").asDouble(), mine.stat().sumSquared());
    close(soft, name, gold.get("min").asDouble(), mine.stat().min());
    close(soft, name, gold.get("max").asDouble(), mine.stat().max());
    close(soft, name, gold.get("mean").asDouble(), mine.stat().mean());
    soft.assertThat(mine.stat().stddev())
        .as(name)
        .isCloseTo(gold.get("stddev").asDouble(), within(1e-6));
  }

  private static void close(SoftAssertions soft, String name, double gold, double mine) {
    soft.assertThat(mine).as(name).isCloseTo(gold, within(1e-9 * Math.max(1, Math.abs(gold))));
  }
}

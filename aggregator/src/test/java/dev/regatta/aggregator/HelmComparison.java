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

  /** Costs that are empty for every model of these runs, and what runs a model's code. */
  private static final List<String> ELSEWHERE =
      List.of("training_", "code_eval_acc", "pass", "pass@5", "code_eval_acc@5");

  /** Found by an iterative solver. */
  private static final String ITERATIVE = "platt_";

  /** Of rankings, what depends on lengths of texts that these files do not have. */
  private static final Set<String> BY_THE_LENGTH =
      Set.of("exact_match", "max_prob", "predicted_index");

  private static final String LENGTH = "num_prompt_tokens";

  private HelmComparison() {}

  public static void compare(HelmRun run, List<Statistic> statistics) {
    compare(run, statistics, Set.of());
  }

  /**
   * As {@link #compare(HelmRun, List)}.
   *
   * @param present metrics whose numbers are not compared
   */
  public static void compare(HelmRun run, List<Statistic> statistics, Set<String> present) {
    Map<String, Statistic> ours = new HashMap<>();
    for (Statistic statistic : statistics) {
      ours.put(statistic.metric() + statistic.context(), statistic);
    }
    boolean ranking = run.spec().adapter().method().equals("ranking_binary");
    Set<String> skipped = new TreeSet<>(present);
    skipped.addAll(BY_THE_CLOCK);
    if (ranking) {
      skipped.add(LENGTH);
    }
    SoftAssertions soft = new SoftAssertions();
    Set<String> elsewhere = new TreeSet<>();
    for (JsonNode gold : run.goldStatistics()) {
      String metric = gold.get("name").get("name").asText();
      Statistic mine = ours.remove(metric + HelmRun.context(gold.get("name")));
      if (mine == null) {
        elsewhere.add(metric);
      } else if (!skipped.contains(metric)) {
        compare(soft, gold, mine);
      }
    }
    elsewhere.removeIf(name -> ELSEWHERE.stream().anyMatch(name::startsWith));
    if (ranking) {
      elsewhere.removeAll(BY_THE_LENGTH);
    }
    soft.assertThat(elsewhere).isEmpty();
    ours.values().removeIf(statistic -> OURS_ALONE.contains(statistic.metric()));
    soft.assertThat(ours.keySet()).isEmpty();
    soft.assertAll();
    assertThat(run.goldStatistics()).isNotEmpty();
  }

  private static void compare(SoftAssertions soft, JsonNode gold, Statistic mine) {
    String name = gold.get("name").toString();
    soft.assertThat(mine.stat().count()).as(name).isEqualTo(gold.get("count").asLong());
    if (gold.get("count").asLong() == 0) {
      return;
    }
    if (name.contains(ITERATIVE)) {
      double value = gold.get("mean").asDouble();
      soft.assertThat(mine.stat().mean())
          .as(name)
          .isCloseTo(value, within(1e-3 * Math.abs(value) + 1e-9));
      return;
    }
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

package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole HELM runs: every statistic that we implement, perturbed and repeated runs included. */
class HelmRunGoldTest {
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

  static List<Path> runs() {
    try (Stream<Path> runs = Files.list(Gold.directory().resolve("e2e_helm/runs"))) {
      return runs.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void statistics(Path directory) {
    HelmRun run = new HelmRun(directory);
    Assumptions.assumeTrue(run.supported(), "adaptation method without statistics here");
    Map<String, Statistic> ours = new HashMap<>();
    for (Statistic statistic : run.statistics()) {
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

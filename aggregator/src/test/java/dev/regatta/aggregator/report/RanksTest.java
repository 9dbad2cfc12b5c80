package dev.regatta.aggregator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.aggregator.report.Leaderboard.Rank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RanksTest {
  private static final String[] SCENARIOS = {"one", "two"};

  @Test
  void ranksAreCounted() {
    InstanceScores scores = new InstanceScores(Optional.empty());
    double[] means = {0.9, 0.5, 0.5, 0.1};
    for (int row = 0; row < means.length; row++) {
      for (int i = 0; i < 100; i++) {
        scores.add(run("one", row), "id" + i, i < 100 * means[row] ? 1 : 0);
      }
    }
    List<Rank> ranks = Ranks.of(rows(4, "one"), scores);
    assertThat(ranks).extracting(Rank::rank).containsExactly(1, 2, 2, 4);
    // The two in the middle have the same scores on every instance, so no resample tells them
    // apart.
    assertThat(ranks.get(0)).isEqualTo(new Rank(1, 1, 1, 100));
    assertThat(ranks.get(1)).isEqualTo(new Rank(2, 2, 2, 100));
    assertThat(ranks.get(3)).isEqualTo(new Rank(4, 4, 4, 100));
  }

  /** 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in doubles. */
  @Test
  void equalMeansShareARankWhateverTheirRounding() {
    InstanceScores scores = new InstanceScores(Optional.empty());
    String[] scenarios = {"one", "two", "three"};
    for (int scenario = 0; scenario < 3; scenario++) {
      for (int i = 0; i < 10; i++) {
        scores.add(run(scenarios[scenario], 0), "id" + i, i < 1 + scenario ? 1 : 0);
        scores.add(run(scenarios[scenario], 1), "id" + i, i < 3 - scenario ? 1 : 0);
      }
    }
    assertThat(Ranks.of(rows(2, scenarios), scores)).extracting(Rank::rank).containsExactly(1, 1);
  }

  @Test
  void whatNotAllRowsHaveDoesNotCount() {
    InstanceScores scores = new InstanceScores(Optional.empty());
    for (int i = 0; i < 10; i++) {
      scores.add(run("one", 0), "id" + i, 1);
      scores.add(run("one", 1), "id" + i, i < 5 ? 1 : 0);
      scores.add(run("two", 1), "id" + i, 1);
    }
    scores.add(run("one", 1), "another", 1);
    List<List<Run>> rows = List.of(List.of(run("one", 0)), List.of(run("one", 1), run("two", 1)));
    assertThat(Ranks.of(rows, scores)).extracting(Rank::n).containsOnly(10L);
    rows = List.of(List.of(run("one", 0)), List.of(run("two", 1)));
    assertThat(Ranks.of(rows, scores)).isEmpty();
  }

  /**
   * Five models whose true means differ, over two scenarios with instances of common difficulty.
   */
  @Test
  void trueRanksAreCovered() {
    SplittableRandom random = new SplittableRandom(1);
    int repeats = 200;
    int rows = 5;
    int covered = 0;
    int certain = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      InstanceScores scores = new InstanceScores(Optional.empty());
      for (String scenario : SCENARIOS) {
        for (int i = 0; i < 100; i++) {
          double difficulty = 0.4 * random.nextDouble();
          for (int row = 0; row < rows; row++) {
            double chance = 0.8 - 0.06 * row - difficulty;
            scores.add(run(scenario, row), "id" + i, random.nextDouble() < chance ? 1 : 0);
          }
        }
      }
      List<Rank> ranks = Ranks.of(rows(rows, SCENARIOS), scores);
      for (int row = 0; row < rows; row++) {
        Rank rank = ranks.get(row);
        covered += rank.low() <= row + 1 && row + 1 <= rank.high() ? 1 : 0;
        certain += rank.low() == rank.high() ? 1 : 0;
      }
    }
    // Ranks are whole numbers, so intervals cover a bit more than they promise.
    assertThat((double) covered / repeats / rows).isBetween(0.94, 0.999);
    assertThat((double) certain / repeats / rows).isLessThan(0.5);
  }

  /** Six passages of 50 questions, four of which are easier for the first model. */
  @Test
  void clustersAreDrawnAsAWhole() {
    double[] passages = {-0.4, 0.5, 0.45, -0.35, 0.3, 0.2};
    Map<String, String> clusters = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      clusters.put("id" + i, "passage" + i / 50);
    }
    InstanceScores single = new InstanceScores(Optional.empty());
    InstanceScores clustered =
        new InstanceScores(
            Optional.of(Map.of(run("one", 0).name(), clusters, run("one", 1).name(), clusters)));
    for (InstanceScores scores : List.of(single, clustered)) {
      for (int i = 0; i < 300; i++) {
        scores.add(run("one", 0), "id" + i, passages[i / 50]);
        scores.add(run("one", 1), "id" + i, 0);
      }
    }
    assertThat(Ranks.of(rows(2, "one"), single).get(0)).isEqualTo(new Rank(1, 1, 1, 300));
    assertThat(Ranks.of(rows(2, "one"), clustered).get(0)).isEqualTo(new Rank(1, 1, 2, 300));
  }

  private static List<List<Run>> rows(int count, String... scenarios) {
    List<List<Run>> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<Run> runs = new ArrayList<>();
      for (String scenario : scenarios) {
        runs.add(run(scenario, row));
      }
      rows.add(runs);
    }
    return rows;
  }

  private static Run run(String scenario, int row) {
    return new Run(
        scenario + ":model=m" + row,
        "m" + row,
        scenario,
        "",
        "exact_match",
        100,
        100,
        0,
        100,
        100,
        false);
  }
}

package dev.regatta.aggregator.report;

import dev.regatta.aggregator.report.Leaderboard.Rank;
import dev.regatta.aggregator.statistics.Bootstrap;
import dev.regatta.aggregator.statistics.Clusters;
import dev.regatta.aggregator.statistics.Resample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The rank of each row by the mean over the scenarios that all rows have, on the instances that all
 * rows have scored; and what it is in 95% of bootstrap resamples of those instances, the same ones
 * for all rows (Goldstein and Spiegelhalter, League Tables and Their Limitations, 1996).
 */
final class Ranks {
  private static final double TAIL = 0.025;

  /** Equal means may differ in their last bits. */
  private static final double TOLERANCE = 1e-12;

  /**
   * Sums of the scores of one scenario over items that are resampled: instances, clusters, or
   * blocks of so many instances that the cost does not grow.
   *
   * @param sums by row, then by item
   * @param sizes instances of each item
   */
  private record Items(double[][] sums, double[] sizes) {

    static Items of(TaskScores.Common common) {
      int n = common.size();
      int[] items =
          common
              .clusters()
              .orElseGet(() -> IntStream.range(0, n).map(i -> i % Bootstrap.MOST).toArray());
      double[] ones = new double[n];
      Arrays.fill(ones, 1);
      return new Items(
          Arrays.stream(common.scores())
              .map(scores -> Clusters.sums(scores, items))
              .toArray(double[][]::new),
          Clusters.sums(ones, items));
    }

    double mean(int row, Resample resample) {
      double sum = 0;
      double size = 0;
      for (int k = 0; k < resample.size(); k++) {
        int item = resample.item(k);
        sum += resample.count(item) * sums[row][item];
        size += resample.count(item) * sizes[item];
      }
      return sum / size;
    }
  }

  private final List<Items> scenarios;
  private final int rows;

  private Ranks(List<Items> scenarios, int rows) {
    this.scenarios = scenarios;
    this.rows = rows;
  }

  /**
   * The rank of each row; empty where no instance is common to all.
   *
   * @param rows the runs of each row
   */
  static List<Rank> of(List<List<Run>> rows, InstanceScores scores) {
    List<Items> scenarios = new ArrayList<>();
    for (Run run : rows.get(0)) {
      List<Run> same =
          rows.stream()
              .flatMap(row -> row.stream().filter(r -> r.task().equals(run.task())).limit(1))
              .toList();
      if (same.size() == rows.size()) {
        TaskScores.Common common = scores.common(same);
        if (common.size() > 0) {
          scenarios.add(Items.of(common));
        }
      }
    }
    return scenarios.isEmpty() ? List.of() : new Ranks(scenarios, rows.size()).ranks();
  }

  private List<Rank> ranks() {
    List<Resample> resamples =
        scenarios.stream().map(items -> new Resample(items.sizes.length)).toList();
    int[] observed = ranked(resamples);
    SplittableRandom random = new SplittableRandom(Bootstrap.seed("ranks"));
    int[][] drawn = new int[rows][Bootstrap.REPLICATES];
    for (int b = 0; b < Bootstrap.REPLICATES; b++) {
      resamples.forEach(resample -> resample.draw(random, resample.items()));
      int[] replicate = ranked(resamples);
      for (int row = 0; row < rows; row++) {
        drawn[row][b] = replicate[row];
      }
    }
    long n = scenarios.stream().mapToLong(items -> (long) Arrays.stream(items.sizes).sum()).sum();
    return IntStream.range(0, rows).mapToObj(row -> rank(observed[row], drawn[row], n)).toList();
  }

  private static Rank rank(int observed, int[] drawn, long n) {
    Arrays.sort(drawn);
    int beyond = (int) (TAIL * drawn.length);
    return new Rank(
        observed,
        Math.min(observed, drawn[beyond]),
        Math.max(observed, drawn[drawn.length - 1 - beyond]),
        n);
  }

  /** The rank of each row: one more than there are better rows. */
  private int[] ranked(List<Resample> resamples) {
    double[] means = new double[rows];
    for (int scenario = 0; scenario < resamples.size(); scenario++) {
      for (int row = 0; row < rows; row++) {
        means[row] += scenarios.get(scenario).mean(row, resamples.get(scenario));
      }
    }
    return Arrays.stream(means)
        .mapToInt(
            mean -> 1 + (int) Arrays.stream(means).filter(other -> better(other, mean)).count())
        .toArray();
  }

  private static boolean better(double other, double mean) {
    return other - mean > TOLERANCE * Math.max(Math.abs(other), Math.abs(mean));
  }
}

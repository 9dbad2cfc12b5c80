package dev.regatta.aggregator.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Statistics of a whole set of instances that are no means over them: corpus metrics, whose
 * intervals are by a bootstrap over instances, and Platt scaling, which has none.
 */
final class SetStatistics {
  private final List<String> metrics;
  private final Map<String, Stat> stats = new TreeMap<>();
  private final List<BlockCounts> counts = new ArrayList<>();

  private SetStatistics(List<String> metrics) {
    this.metrics = metrics;
  }

  /**
   * Those of one context, over trials. HELM keeps what is undefined, with a count of 0.
   *
   * @param seed of the bootstrap
   */
  static List<Statistic> of(RunAggregate run, Context context, String seed) {
    SetStatistics result = new SetStatistics(run.shape().metrics());
    for (Map<Context, Cell> cells : run.trials().values()) {
      Cell cell = cells.get(context);
      if (cell != null) {
        result.addCounts(cell);
        if (run.shape().calibrated()) {
          result.addPlatt(cell);
        }
      }
    }
    long n = run.instances().get(context).instances();
    Map<String, Interval> intervals = result.intervals(n, seed);
    List<Statistic> statistics = new ArrayList<>();
    result.stats.forEach(
        (metric, stat) ->
            statistics.add(
                new Statistic(
                    metric, context, stat, intervals.getOrDefault(metric, Interval.unknown(n)))));
    return statistics;
  }

  private void addCounts(Cell cell) {
    if (!cell.counts().isEmpty()) {
      counts.add(cell.counts());
      cell.counts().statistics().forEach(this::add);
    }
  }

  /** Of the statistics so far that are made of counts. */
  private Map<String, Interval> intervals(long n, String seed) {
    if (counts.isEmpty()) {
      return Map.of();
    }
    List<String> names = counts.get(0).statistics().keySet().stream().toList();
    return BlockCounts.intervals(counts, names, n, seed);
  }

  private void add(String metric, double value) {
    stats.merge(metric, Double.isNaN(value) ? Stat.EMPTY : Stat.of(value), Stat::merge);
  }

  /** As calibration itself: not where every log-probability is 0, which means unknown. */
  private void addPlatt(Cell cell) {
    int logprob = metrics.indexOf("logprob");
    if (logprob >= 0 && cell.confidences().size() > 0 && cell.moments(logprob).min() < 0) {
      Confidences.Pairs pairs = cell.confidences().inOrder();
      PlattScaling.statistics(pairs.confidence(), pairs.correct()).forEach(this::add);
    }
  }
}

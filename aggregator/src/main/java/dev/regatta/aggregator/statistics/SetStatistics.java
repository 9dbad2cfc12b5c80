package dev.regatta.aggregator.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Statistics of a whole set of instances that are no means over them: corpus metrics, Platt scaling
 * and lm-eval's perplexities. They have no interval.
 */
final class SetStatistics {
  private final List<String> metrics;
  private final Map<String, Stat> stats = new TreeMap<>();

  private SetStatistics(List<String> metrics) {
    this.metrics = metrics;
  }

  /** Those of one context, over trials. HELM keeps what is undefined, with a count of 0. */
  static List<Statistic> of(RunAggregate run, Context context) {
    SetStatistics result = new SetStatistics(run.shape().metrics());
    for (Map<Context, Cell> cells : run.trials().values()) {
      Cell cell = cells.get(context);
      if (cell != null) {
        cell.counts().forEach(result::add);
        if (run.shape().calibrated()) {
          result.addPlatt(cell);
        }
        result.addPerplexities(cell);
      }
    }
    Interval none = Interval.unknown(run.instances().get(context).instances());
    List<Statistic> statistics = new ArrayList<>();
    result.stats.forEach(
        (metric, stat) -> statistics.add(new Statistic(metric, context, stat, none)));
    return statistics;
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

  /** Where the run has counted words. */
  private void addPerplexities(Cell cell) {
    int words = metrics.indexOf("num_words");
    int logprob = metrics.indexOf("logprob");
    int bytes = metrics.indexOf("num_bytes");
    if (words >= 0 && logprob >= 0 && cell.moments(words).sum() > 0) {
      double sum = cell.moments(logprob).sum();
      add("word_perplexity", Math.exp(-sum / cell.moments(words).sum()));
      if (cell.moments(bytes).sum() > 0) {
        add("byte_perplexity", Math.exp(-sum / cell.moments(bytes).sum()));
      }
    }
  }
}

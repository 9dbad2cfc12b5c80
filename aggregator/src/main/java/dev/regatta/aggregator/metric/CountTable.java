package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * Counts of several items, from which the statistics of any multiple of the items follow without
 * counting again: what a bootstrap of corpus metrics needs. Not thread-safe.
 */
public final class CountTable {
  private final List<Metric> metrics = new ArrayList<>();
  private final Map<String, CorpusMetric> byStatistic = new HashMap<>();
  private final int items;

  /**
   * @param items each the counts of some instances
   */
  public CountTable(List<Counts> items) {
    this.items = items.size();
    SortedSet<String> names = new TreeSet<>();
    items.forEach(item -> names.addAll(item.tallies().keySet()));
    names.forEach(name -> metrics.add(new Metric(name, items)));
  }

  /** Different things that are counted. */
  public int size() {
    return metrics.stream().mapToInt(metric -> metric.total.size()).sum();
  }

  /**
   * The statistics by name; NaN where one is undefined.
   *
   * @param times how often each item is taken
   */
  public Map<String, Double> statistics(IntUnaryOperator times) {
    Map<String, Double> statistics = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      metric.total.clear();
      for (int item = 0; item < items; item++) {
        metric.add(item, times.applyAsInt(item));
      }
      metric
          .definition
          .statistics(metric.total)
          .forEach(
              (name, value) -> {
                statistics.put(name, value);
                byStatistic.putIfAbsent(name, metric.definition);
              });
    }
    return statistics;
  }

  /** What a statistic that {@link #statistics} has given is never below. */
  public double least(String statistic) {
    return byStatistic.get(statistic).least();
  }

  /** What a statistic that {@link #statistics} has given is never above. */
  public double most(String statistic) {
    return byStatistic.get(statistic).most();
  }

  /** One metric: its sums, and what each item adds to which of them. */
  private static final class Metric {
    final CorpusMetric definition;
    final Tally total = new Tally();
    final long[][] amounts;
    final long[][][] sums;

    Metric(String name, List<Counts> items) {
      definition = Metrics.corpus(MetricSpec.parse(name), MetricResources.none());
      amounts = new long[items.size()][];
      sums = new long[items.size()][][];
      for (int item = 0; item < amounts.length; item++) {
        Tally counted = items.get(item).tallies().getOrDefault(name, new Tally());
        List<long[]> places = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        counted.forEach(
            (key, amount) -> {
              places.add(total.sum(key));
              values.add(amount);
            });
        sums[item] = places.toArray(long[][]::new);
        amounts[item] = values.stream().mapToLong(Long::longValue).toArray();
      }
    }

    void add(int item, int times) {
      if (times > 0) {
        for (int i = 0; i < amounts[item].length; i++) {
          sums[item][i][0] += times * amounts[item][i];
        }
      }
    }
  }
}

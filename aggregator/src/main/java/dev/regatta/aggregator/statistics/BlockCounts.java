package dev.regatta.aggregator.statistics;

import dev.regatta.aggregator.metric.CountTable;
import dev.regatta.aggregator.metric.Counts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What corpus metrics have counted, by the same blocks of instances as {@link BlockSums} has: all
 * that their values and a bootstrap of them need.
 */
final class BlockCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Most different things counted of a metric that gets an interval. With more, the classes of a
   * macro average are mostly seen once, and no resample tells of those it lacks.
   */
  private static final int MOST = 2000;

  private final Map<Integer, Counts> blocks = new HashMap<>();

  /**
   * Adds the counts of an instance.
   *
   * @param ordinal number of the instance
   */
  void add(long ordinal, Counts counts) {
    add(BlockSums.block(ordinal), counts);
  }

  void add(BlockCounts other) {
    other.blocks.forEach(this::add);
  }

  private void add(int block, Counts counts) {
    blocks.computeIfAbsent(block, b -> new Counts()).add(counts);
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** The statistics of all instances; NaN where one is undefined. */
  Map<String, Double> statistics() {
    Counts total = new Counts();
    blocks.values().forEach(total::add);
    return total.statistics();
  }

  /**
   * Intervals of statistics, averaged over the trials in which they are defined.
   *
   * @param trials the same instances are drawn in each
   * @param names of statistics that the first trial has
   * @param n instances
   * @return none where too much is counted for a bootstrap
   */
  static Map<String, Interval> intervals(
      List<BlockCounts> trials, List<String> names, long n, String seed) {
    SortedSet<Integer> numbers = new TreeSet<>();
    trials.forEach(trial -> numbers.addAll(trial.blocks.keySet()));
    List<CountTable> tables = trials.stream().map(trial -> trial.table(numbers)).toList();
    Map<String, Interval> intervals = new LinkedHashMap<>();
    if (tables.stream().anyMatch(table -> table.size() > MOST)) {
      return intervals;
    }
    List<Interval> all =
        Bootstrap.intervals(numbers.size(), resample -> means(tables, names, resample), seed);
    CountTable bounds = tables.get(0);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Interval interval = all.get(i).within(bounds.least(name), bounds.most(name));
      intervals.put(name, interval.counting(n));
    }
    return intervals;
  }

  private CountTable table(SortedSet<Integer> numbers) {
    List<Counts> items = new ArrayList<>(numbers.size());
    numbers.forEach(number -> items.add(blocks.getOrDefault(number, Counts.NONE)));
    return new CountTable(items);
  }

  private static double[] means(List<CountTable> trials, List<String> names, Resample resample) {
    double[] sums = new double[names.size()];
    int[] defined = new int[names.size()];
    for (CountTable trial : trials) {
      Map<String, Double> values = trial.statistics(resample::count);
      for (int i = 0; i < sums.length; i++) {
        double value = values.getOrDefault(names.get(i), Double.NaN);
        if (!Double.isNaN(value)) {
          sums[i] += value;
          defined[i]++;
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= defined[i];
    }
    return sums;
  }
}

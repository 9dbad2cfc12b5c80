package dev.regatta.aggregator.metric;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the corpus metrics of a run have counted over some instances; merges in any order. */
public final class Counts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a run without corpus metrics; nothing is ever added to them. */
  public static final Counts NONE = new Counts();

  private final TreeMap<String, Tally> tallies = new TreeMap<>();

  Tally of(String metric) {
    return tallies.computeIfAbsent(metric, m -> new Tally());
  }

  public void add(Counts other) {
    other.tallies.forEach((metric, tally) -> of(metric).add(tally));
  }

  /** Whether any corpus metric was asked for. */
  public boolean isEmpty() {
    return tallies.isEmpty();
  }

  /** By the metric that counted. */
  Map<String, Tally> tallies() {
    return tallies;
  }

  /**
   * Every statistic that follows from the counts; NaN where one is undefined, as a mean over
   * nothing is.
   */
  public Map<String, Double> statistics() {
    return new CountTable(List.of(this)).statistics(item -> 1);
  }
}

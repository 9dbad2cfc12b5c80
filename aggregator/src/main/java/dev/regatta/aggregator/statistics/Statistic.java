package dev.regatta.aggregator.statistics;

/**
 * One statistic of a run: HELM's Stat over trials, and its interval over instances.
 *
 * @param context null fields where the statistic has none
 */
public record Statistic(String metric, Context context, Stat stat, Interval interval) {

  /** What tells it from the other statistics of its run. */
  public StatKey key() {
    return new StatKey(metric, context);
  }
}

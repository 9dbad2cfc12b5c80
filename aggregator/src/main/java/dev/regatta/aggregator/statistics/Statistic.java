package dev.regatta.aggregator.statistics;

/**
 * One statistic of a run: HELM's Stat over trials, and its interval over instances.
 *
 * @param context null fields where the statistic has none
 */
public record Statistic(String metric, Context context, Stat stat, Interval interval) {

  /**
   * Whether the number hangs on how a sort that is not stable left equal values, which only the
   * NumPy of whoever computed it knows.
   */
  public boolean arbitrary(RunAggregate run) {
    return CalibrationSummary.ordered(metric) && run.tied(context);
  }

  /** What tells it from the other statistics of its run. */
  public StatKey key() {
    return new StatKey(metric, context);
  }
}

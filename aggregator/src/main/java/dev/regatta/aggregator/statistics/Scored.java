package dev.regatta.aggregator.statistics;

import dev.regatta.aggregator.metric.Counts;

/**
 * The scores of one instance under one perturbation in one trial.
 *
 * @param ordinal place of the instance in its run, which settles ties between confidences
 * @param rows one row per request, one column per metric, NaN for no value
 * @param counts what corpus metrics count
 */
public record Scored(int trial, Context context, long ordinal, double[][] rows, Counts counts) {

  /** Without corpus metrics. */
  public Scored(int trial, Context context, long ordinal, double[][] rows) {
    this(trial, context, ordinal, rows, Counts.NONE);
  }

  /** Mean over the rows that have a value of the metric; NaN where none has. */
  public double mean(int metric) {
    if (rows.length == 1) {
      return rows[0][metric];
    }
    double sum = 0;
    int count = 0;
    for (double[] row : rows) {
      if (!Double.isNaN(row[metric])) {
        sum += row[metric];
        count++;
      }
    }
    return sum / count;
  }
}

package dev.regatta.aggregator.imported;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Interval;
import dev.regatta.aggregator.statistics.StatKey;

/**
 * A statistic of an imported run, its numbers as they came.
 *
 * @param numbers count, sum, sum of squares, min, max, mean, variance, deviation; null for none
 */
record ImportedStat(String run, StatKey key, Object[] numbers) {
  private static final int NUMBERS = 8;
  private static final int MEAN = 5;
  private static final double TOLERANCE = 1e-9;

  /** From a row of the table, columns in its order. */
  static ImportedStat of(Object[] row) {
    Object[] numbers = new Object[NUMBERS];
    System.arraycopy(row, row.length - NUMBERS, numbers, 0, NUMBERS);
    Context context = new Context((String) row[2], (String) row[3], (String) row[4]);
    return new ImportedStat((String) row[0], new StatKey((String) row[1], context), numbers);
  }

  /** Whether its mean is this one but for rounding. */
  boolean hasMean(double value) {
    return numbers[MEAN] != null
        && Math.abs((Double) numbers[MEAN] - value) <= TOLERANCE * Math.max(1, Math.abs(value));
  }

  /** As a row of the table stats, marked as taken over. */
  Object[] row(String model, Interval interval) {
    Object[] row = new Object[6 + NUMBERS + 5];
    row[0] = run;
    row[1] = model;
    row[2] = key.metric();
    row[3] = key.context().split();
    row[4] = key.context().subSplit();
    row[5] = key.context().perturbation();
    System.arraycopy(numbers, 0, row, 6, NUMBERS);
    int at = 6 + NUMBERS;
    row[at] = interval.n();
    row[at + 1] = known(interval.stderr());
    row[at + 2] = known(interval.low());
    row[at + 3] = known(interval.high());
    row[at + 4] = ImportedSweep.SOURCE;
    return row;
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }
}

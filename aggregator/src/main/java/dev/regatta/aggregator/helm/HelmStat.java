package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.aggregator.statistics.Stat;

/** A statistic as HELM writes it; without a value the last five numbers are missing. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmStat(
    HelmMetricName name,
    long count,
    double sum,
    double sumSquared,
    Double min,
    Double max,
    Double mean,
    Double variance,
    Double stddev) {

  static HelmStat of(HelmMetricName name, Stat stat) {
    boolean empty = stat.count() == 0;
    return new HelmStat(
        name,
        stat.count(),
        stat.sum(),
        stat.sumSquared(),
        empty ? null : Double.valueOf(stat.min()),
        empty ? null : Double.valueOf(stat.max()),
        empty ? null : Double.valueOf(stat.mean()),
        empty ? null : Double.valueOf(stat.variance()),
        empty ? null : Double.valueOf(stat.stddev()));
  }

  Stat stat() {
    return count == 0
        ? new Stat(0, sum, sumSquared, Double.NaN, Double.NaN)
        : new Stat(count, sum, sumSquared, orNaN(min), orNaN(max));
  }

  private static double orNaN(Double value) {
    return value == null ? Double.NaN : value;
  }
}

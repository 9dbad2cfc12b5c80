package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Interval;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.aggregator.statistics.RunStatistics;
import dev.regatta.aggregator.statistics.Stat;
import dev.regatta.aggregator.statistics.Statistic;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of stats, columns in the order of the table. */
final class StatRows {

  private StatRows() {}

  static List<Row> of(Plan plan, Map<String, RunAggregate> runs) {
    return plan.runs().parallelStream()
        .flatMap(
            run ->
                RunStatistics.of(runs.get(run.name())).stream()
                    .map(statistic -> row(run, statistic)))
        .toList();
  }

  private static Row row(RunSpec run, Statistic statistic) {
    Context context = statistic.context();
    Stat stat = statistic.stat();
    Interval interval = statistic.interval();
    return RowFactory.create(
        run.name(),
        run.model(),
        statistic.metric(),
        context.split(),
        context.subSplit(),
        context.perturbation(),
        stat.count(),
        stat.sum(),
        stat.sumSquared(),
        known(stat.min()),
        known(stat.max()),
        known(stat.mean()),
        known(stat.variance()),
        known(stat.stddev()),
        interval.n(),
        known(interval.stderr()),
        known(interval.low()),
        known(interval.high()));
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }
}

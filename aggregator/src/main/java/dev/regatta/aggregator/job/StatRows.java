package dev.regatta.aggregator.job;

import dev.regatta.aggregator.imported.ImportedSweep;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Interval;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.aggregator.statistics.RunStatistics;
import dev.regatta.aggregator.statistics.Stat;
import dev.regatta.aggregator.statistics.StatKey;
import dev.regatta.aggregator.statistics.Statistic;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of stats, columns in the order of the table. */
final class StatRows {

  private StatRows() {}

  /** What was computed, and what imported runs came with besides. */
  static List<Row> of(Plan plan, Map<String, RunAggregate> runs, ImportedSweep imported) {
    Map<String, List<Statistic>> computed =
        plan.runs().parallelStream()
            .collect(
                Collectors.toMap(
                    RunSpec::name,
                    run ->
                        RunStatistics.of(runs.get(run.name())).stream()
                            .filter(stat -> counts(run, stat, runs.get(run.name()), imported))
                            .toList()));
    Map<String, Set<StatKey>> keys = new HashMap<>();
    computed.forEach(
        (run, statistics) ->
            keys.put(run, statistics.stream().map(Statistic::key).collect(Collectors.toSet())));
    Stream<Row> rows =
        plan.runs().stream()
            .flatMap(run -> computed.get(run.name()).stream().map(stat -> row(run, stat)));
    return Stream.concat(rows, imported.stats(plan, keys).stream().map(RowFactory::create))
        .toList();
  }

  /**
   * An imported run keeps to the metrics that it had, and to its numbers where ours hang on an
   * order that its NumPy has seen otherwise.
   */
  private static boolean counts(
      RunSpec run, Statistic statistic, RunAggregate aggregate, ImportedSweep imported) {
    return imported.reports(run.name(), statistic.metric())
        // Asked first: whether confidences tie takes a pass over all of a run's.
        && !(imported.contradicts(run.name(), statistic.key(), statistic.stat().mean())
            && statistic.arbitrary(aggregate));
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
        known(interval.high()),
        null);
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }
}

package dev.regatta.aggregator.job;

import dev.regatta.aggregator.statistics.RunAggregate;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Partial sums of every run, merged on the driver as the tasks of the writing stage succeed. Spark
 * applies the updates of a result stage once per partition, whatever is retried.
 */
final class SweepAccumulator extends AccumulatorV2<RunAggregate, Map<String, RunAggregate>> {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, RunAggregate> runs = new TreeMap<>();

  @Override
  public boolean isZero() {
    return runs.isEmpty();
  }

  @Override
  public SweepAccumulator copy() {
    SweepAccumulator copy = new SweepAccumulator();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    runs.clear();
  }

  @Override
  public void add(RunAggregate partial) {
    runs.computeIfAbsent(partial.shape().name(), n -> new RunAggregate(partial.shape()))
        .add(partial);
  }

  @Override
  public void merge(AccumulatorV2<RunAggregate, Map<String, RunAggregate>> other) {
    other.value().values().forEach(this::add);
  }

  @Override
  public Map<String, RunAggregate> value() {
    return Collections.unmodifiableMap(runs);
  }
}

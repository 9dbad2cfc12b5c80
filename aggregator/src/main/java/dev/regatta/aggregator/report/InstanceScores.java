package dev.regatta.aggregator.report;

import dev.regatta.aggregator.statistics.Interval;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The scores of a sweep's instances, task by task. */
final class InstanceScores {
  private final Map<String, TaskScores> byTask = new HashMap<>();
  private final Optional<Map<String, Map<String, String>>> clusters;

  /**
   * Without a score yet.
   *
   * @param clusters of the instances, by run and id; empty where each instance is its own
   */
  InstanceScores(Optional<Map<String, Map<String, String>>> clusters) {
    this.clusters = clusters;
  }

  /** Adds the main metric of the original instances of some runs. */
  void read(Store store, String sweep, Collection<Run> runs) {
    Map<String, Run> byName =
        runs.stream().collect(Collectors.toMap(Run::name, Function.identity()));
    List<String> columns = List.of("run", "instance_id", "perturbation", "scores");
    try (TableReader rows = store.read(Tables.INSTANCE_STATS, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        Run run = byName.get((String) row[0]);
        Object value = run == null ? null : ((Map<?, ?>) row[3]).get(run.metric());
        if (row[2] == null && value != null) {
          add(run, (String) row[1], (Double) value);
        }
      }
    }
  }

  /** Adds what a run scored on an instance in one of its trials. */
  void add(Run run, String instance, double value) {
    byTask
        .computeIfAbsent(
            run.task(),
            task -> new TaskScores(clusters.map(all -> all.getOrDefault(run.name(), Map.of()))))
        .add(run.name(), instance, value);
  }

  /** Scores of the instances that all of the runs have, which ask about the same task. */
  TaskScores.Common common(List<Run> runs) {
    return byTask
        .getOrDefault(runs.get(0).task(), new TaskScores(Optional.empty()))
        .common(runs.stream().map(Run::name).toList());
  }

  /** The score of a run with the interval that its clusters give it. */
  Score clustered(Run run, Score score) {
    TaskScores.Common common = common(List.of(run));
    return common
        .clusters()
        .map(clusters -> Interval.ofClusters(common.scores()[0], clusters))
        .map(interval -> around(score.value(), interval))
        .orElse(score);
  }

  private static Score around(double value, Interval interval) {
    double half = (interval.high() - interval.low()) / 2;
    return Score.of(
        value, new Interval(interval.n(), interval.stderr(), value - half, value + half));
  }
}

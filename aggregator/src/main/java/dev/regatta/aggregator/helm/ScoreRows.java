package dev.regatta.aggregator.helm;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Stat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** HELM's statistics as rows of the tables of statistics and scores, and back. */
final class ScoreRows {

  private ScoreRows() {}

  /** A row of imported_stats. */
  static Object[] stat(String run, HelmStat stat) {
    Context context = stat.name().context();
    return new Object[] {
      run,
      stat.name().name(),
      context.split(),
      context.subSplit(),
      context.perturbation(),
      stat.count(),
      stat.sum(),
      stat.sumSquared(),
      stat.min(),
      stat.max(),
      stat.mean(),
      stat.variance(),
      stat.stddev()
    };
  }

  /**
   * From the columns metric, split, sub_split, perturbation and the eight numbers, from there on.
   */
  static HelmStat stat(Object[] row, int from) {
    Context context =
        new Context((String) row[from + 1], (String) row[from + 2], (String) row[from + 3]);
    return new HelmStat(
        HelmMetricName.of((String) row[from], context),
        (Long) row[from + 4],
        (Double) row[from + 5],
        (Double) row[from + 6],
        (Double) row[from + 7],
        (Double) row[from + 8],
        (Double) row[from + 9],
        (Double) row[from + 10],
        (Double) row[from + 11]);
  }

  /** Rows of imported_instance_stats: one per context that the element's statistics have. */
  static List<Object[]> scores(String run, HelmInstanceStats element) {
    Map<Context, List<HelmStat>> byContext = new LinkedHashMap<>();
    for (HelmStat stat : element.stats()) {
      byContext.computeIfAbsent(stat.name().context(), c -> new ArrayList<>()).add(stat);
    }
    List<Object[]> rows = new ArrayList<>();
    byContext.forEach((context, stats) -> rows.add(scores(run, element, context, stats)));
    return rows;
  }

  private static Object[] scores(
      String run, HelmInstanceStats element, Context context, List<HelmStat> stats) {
    Map<String, Object> scores = new TreeMap<>();
    List<Object> repeats = new ArrayList<>();
    List<HelmStat> byName = new ArrayList<>(stats);
    byName.sort(Comparator.comparing(stat -> stat.name().name()));
    for (HelmStat stat : byName) {
      if (stat.mean() != null) {
        scores.put(stat.name().name(), stat.mean());
      }
      if (stat.count() != 1) {
        repeats.add(
            new Object[] {
              stat.name().name(),
              stat.count(),
              stat.sum(),
              stat.sumSquared(),
              stat.min(),
              stat.max()
            });
      }
    }
    return new Object[] {
      run,
      element.instanceId(),
      context.split(),
      context.subSplit(),
      context.perturbation(),
      element.trainTrialIndex(),
      scores,
      repeats.isEmpty() ? null : repeats
    };
  }

  /** The statistics of one instance from the columns scores and repeats. */
  static List<HelmStat> stats(Context context, Map<?, ?> scores, List<?> repeats) {
    Map<String, Stat> stats = new LinkedHashMap<>();
    scores.forEach((metric, value) -> stats.put((String) metric, Stat.of((Double) value)));
    if (repeats != null) {
      for (Object repeat : repeats) {
        Object[] fields = (Object[]) repeat;
        stats.put(
            (String) fields[0],
            new Stat(
                (Long) fields[1],
                (Double) fields[2],
                (Double) fields[3],
                orNaN(fields[4]),
                orNaN(fields[5])));
      }
    }
    List<HelmStat> list = new ArrayList<>();
    stats.forEach(
        (metric, stat) -> list.add(HelmStat.of(HelmMetricName.of(metric, context), stat)));
    return list;
  }

  private static double orNaN(Object value) {
    return value == null ? Double.NaN : (Double) value;
  }
}

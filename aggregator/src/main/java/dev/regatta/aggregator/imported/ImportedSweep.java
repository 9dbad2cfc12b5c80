package dev.regatta.aggregator.imported;

import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.StatKey;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import dev.regatta.store.TableWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the imported runs of a sweep came with: statistics and scores that scoring cannot compute
 * anew (a judge's words, the score of a service, times) and so takes over, marked as such.
 */
public final class ImportedSweep {
  /** Mark of what was taken over. */
  public static final String SOURCE = "helm";

  private static final String INSTANCES = "num_instances";

  private final Store store;
  private final Map<String, String> partition;
  private final Map<String, ImportedRun> runs = new LinkedHashMap<>();
  private final Map<String, Map<StatKey, ImportedStat>> stats = new HashMap<>();

  private ImportedSweep(Store store, String sweep) {
    this.store = store;
    this.partition = Map.of("sweep", sweep);
  }

  /** The imported runs of a sweep; none where it was planned here. */
  public static ImportedSweep of(Store store, String sweep) {
    ImportedSweep imported = new ImportedSweep(store, sweep);
    imported.each(
        Tables.IMPORTS,
        List.of("run", "recomputed"),
        row -> {
          ImportedRun run = new ImportedRun((String) row[0], (List<?>) row[1]);
          imported.runs.put(run.name(), run);
        });
    imported.each(
        Tables.IMPORTED_STATS,
        names(Tables.IMPORTED_STATS),
        row -> {
          ImportedStat stat = ImportedStat.of(row);
          imported
              .stats
              .computeIfAbsent(stat.run(), run -> new LinkedHashMap<>())
              .put(stat.key(), stat);
        });
    return imported;
  }

  /** By run, the metrics to compute from completions; runs that were planned here are not in it. */
  public Map<String, Set<String>> recomputed() {
    return runs.values().stream()
        .collect(Collectors.toMap(ImportedRun::name, ImportedRun::recomputed));
  }

  /** Whether scoring is to report a metric of a run: an imported one has the metrics it had. */
  public boolean reports(String run, String metric) {
    Map<StatKey, ImportedStat> own = stats.get(run);
    return own == null || own.keySet().stream().anyMatch(key -> key.metric().equals(metric));
  }

  /** Whether a run came with another mean for a statistic. */
  public boolean contradicts(String run, StatKey key, double mean) {
    ImportedStat stat = stats.getOrDefault(run, Map.of()).get(key);
    return stat != null && !stat.hasMean(mean);
  }

  /**
   * Rows of the table stats for what the runs came with and nobody has computed.
   *
   * @param computed keys of the statistics that were computed, by run
   */
  public List<Object[]> stats(Plan plan, Map<String, Set<StatKey>> computed) {
    if (stats.isEmpty()) {
      return List.of();
    }
    Map<String, InstanceMeans> means = instanceMeans();
    List<Object[]> rows = new ArrayList<>();
    for (RunSpec run : plan.runs()) {
      Set<StatKey> known = computed.getOrDefault(run.name(), Set.of());
      InstanceMeans own = means.getOrDefault(run.name(), new InstanceMeans());
      for (ImportedStat stat : stats.getOrDefault(run.name(), Map.of()).values()) {
        if (!known.contains(stat.key())) {
          long instances = instances(run.name(), stat.key().context());
          rows.add(stat.row(run.model(), own.interval(stat.key(), instances)));
        }
      }
    }
    return rows;
  }

  /**
   * Writes rows of instance_stats with the scores that scoring does not compute.
   *
   * @param computed whether scoring computes anything at all
   */
  public void writeInstances(Plan plan, boolean computed, TableWriter writer) {
    Map<String, String> models =
        plan.runs().stream().collect(Collectors.toMap(RunSpec::name, RunSpec::model));
    each(
        Tables.IMPORTED_INSTANCE_STATS,
        names(Tables.IMPORTED_INSTANCE_STATS),
        row -> {
          Set<String> without = computed ? runs.get((String) row[0]).recomputed() : Set.of();
          Map<String, Object> scores = new TreeMap<>();
          ((Map<?, ?>) row[6]).forEach((metric, value) -> put(scores, metric, value, without));
          List<Object> repeats = without((List<?>) row[7], without);
          if (!scores.isEmpty() || repeats != null) {
            String split = row[2] == null ? "" : (String) row[2];
            writer.write(
                row[0],
                models.get((String) row[0]),
                row[1],
                split,
                row[3],
                row[4],
                row[5],
                scores,
                repeats,
                SOURCE);
          }
        });
  }

  private static void put(
      Map<String, Object> scores, Object metric, Object value, Set<String> without) {
    if (!without.contains((String) metric)) {
      scores.put((String) metric, value);
    }
  }

  private static List<Object> without(List<?> repeats, Collection<String> metrics) {
    if (repeats == null) {
      return null;
    }
    List<Object> left = new ArrayList<>();
    for (Object repeat : repeats) {
      if (!metrics.contains((String) ((Object[]) repeat)[0])) {
        left.add(repeat);
      }
    }
    return left.isEmpty() ? null : left;
  }

  private Map<String, InstanceMeans> instanceMeans() {
    Map<String, InstanceMeans> means = new HashMap<>();
    each(
        Tables.IMPORTED_INSTANCE_STATS,
        List.of("run", "instance_id", "split", "sub_split", "perturbation", "scores"),
        row ->
            means
                .computeIfAbsent((String) row[0], run -> new InstanceMeans())
                .add(
                    (String) row[1],
                    new Context((String) row[2], (String) row[3], (String) row[4]),
                    (Map<?, ?>) row[5]));
    return means;
  }

  /** What the run itself says of its size; 0 where it says nothing. */
  private long instances(String run, Context context) {
    ImportedStat stat = stats.get(run).get(new StatKey(INSTANCES, context.perturbed(null)));
    Object mean = stat == null ? null : stat.numbers()[5];
    return mean == null ? 0 : Math.round((Double) mean);
  }

  private void each(Table table, List<String> columns, Consumer<Object[]> consumer) {
    try (TableReader rows = store.read(table, columns, partition)) {
      rows.forEach(consumer);
    }
  }

  private static List<String> names(Table table) {
    return table.columns().stream().map(Column::name).toList();
  }
}

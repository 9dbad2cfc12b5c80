package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.aggregator.summary.SummaryRun;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A scored sweep of the store as a suite of HELM's: its runs with their statistics. */
public final class StoredSuite {
  /** Statistics of ours that HELM has no name for. */
  private static final Set<String> OURS = Set.of("time_to_first_token", "tokens_per_second");

  private static final List<String> STATS =
      List.of(
          "run",
          "metric",
          "split",
          "sub_split",
          "perturbation",
          "count",
          "sum",
          "sum_squared",
          "min",
          "max",
          "mean",
          "variance",
          "stddev");

  private final Store store;
  private final Plan plan;
  private final List<StoredRun> runs;

  /**
   * Reads a sweep's runs.
   *
   * @throws RegattaException USER where the sweep has no results
   */
  public StoredSuite(Store store, String sweep) {
    this.store = store;
    this.plan = SweepPlans.read(store, sweep);
    if (!store.scored(sweep)) {
      throw RegattaException.user(
          "Sweep " + sweep + " has no scores yet (expected: regatta score " + sweep + ")");
    }
    Map<String, Object[]> imports = imports();
    Map<String, List<HelmStat>> stats = stats();
    this.runs =
        plan.runs().stream()
            .map(run -> stored(run, imports.get(run.name()), stats.get(run.name())))
            .sorted(Comparator.comparing(StoredRun::directory))
            .toList();
  }

  Store store() {
    return store;
  }

  Plan plan() {
    return plan;
  }

  /** In the order of their directories. */
  List<StoredRun> runs() {
    return runs;
  }

  /** What leaderboards are made of. */
  public List<SummaryRun> summaries() {
    return runs.stream().map(StoredRun::summary).toList();
  }

  private Map<String, Object[]> imports() {
    Map<String, Object[]> imports = new HashMap<>();
    List<String> columns = List.of("run", "run_spec", "scenario", "state");
    try (TableReader rows = read(Tables.IMPORTS, columns)) {
      rows.forEach(row -> imports.put((String) row[0], row));
    }
    return imports;
  }

  private Map<String, List<HelmStat>> stats() {
    Map<String, List<HelmStat>> stats = new HashMap<>();
    try (TableReader rows = read(Tables.STATS, STATS)) {
      for (Object[] row : rows) {
        stats
            .computeIfAbsent((String) row[0], run -> new ArrayList<>())
            .add(ScoreRows.stat(row, 1));
      }
    }
    return stats;
  }

  private TableReader read(Table table, List<String> columns) {
    return store.read(table, columns, Map.of("sweep", plan.sweep()));
  }

  private static StoredRun stored(RunSpec run, Object[] imported, List<HelmStat> stats) {
    List<HelmStat> own = stats == null ? List.of() : stats;
    if (imported != null) {
      return new StoredRun(
          run, json(imported[1]), json(imported[2]), json(imported[3]), own, Set.of());
    }
    ObjectNode spec = HelmRunSpecs.write(run);
    ObjectNode scenario = Json.MAPPER.createObjectNode();
    scenario.put("name", run.scenario()).put("description", "").putArray("tags");
    scenario.put("definition_path", "");
    ObjectNode state = Json.MAPPER.createObjectNode();
    state.set("adapter_spec", spec.get("adapter_spec"));
    List<HelmStat> known = own.stream().filter(stat -> !OURS.contains(stat.name().name())).toList();
    return new StoredRun(run, spec, scenario, state, known, OURS);
  }

  private static ObjectNode json(Object text) {
    return text == null ? null : (ObjectNode) Json.read((String) text, JsonNode.class);
  }
}

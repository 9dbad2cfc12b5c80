package dev.regatta.aggregator.helm;

import dev.regatta.aggregator.imported.ImportedSweep;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Scoring;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings runs of HELM's into a store: one suite becomes one sweep, with its plan, instances,
 * requests, completions and statistics. The sweep's id holds a hash of its content, so that the
 * same runs brought twice are there once. Its results are those that HELM computed, marked as such,
 * until the sweep is scored.
 */
public final class HelmImport {
  private static final List<Table> WRITTEN =
      List.of(
          Tables.REQUESTS,
          Tables.INSTANCES,
          Tables.IMPORTS,
          Tables.IMPORTED_STATS,
          Tables.IMPORTED_INSTANCE_STATS);
  private static final String FILE = "part-00000.parquet";

  private final HelmSuite suite;
  private final HelmCheck check;

  /**
   * What was brought in.
   *
   * @param requests request states with their answers
   * @param statistics statistics that the runs came with
   */
  public record Result(String sweep, int runs, long requests, long statistics) {}

  /**
   * Reads and checks the runs.
   *
   * @param directory a run's directory, one that holds runs, or HELM's output directory
   * @param name name of the suite; else that of the directory
   * @throws RegattaException USER where there is no run
   */
  public HelmImport(Path directory, Optional<String> name) {
    suite = HelmSuite.find(directory, name);
    check = new HelmCheck(suite);
  }

  /** What is wrong with runs that cannot be brought in, each with its file. */
  public List<String> problems() {
    return List.copyOf(check.problems());
  }

  /** Writes the runs that are whole. */
  public Result write(Store store) {
    if (check.runs().isEmpty()) {
      throw RegattaException.user("Nothing to import:\n" + String.join("\n", check.problems()));
    }
    String name = suite.name().replaceAll("[^A-Za-z0-9._-]", "_");
    String sweep = name + "-" + check.hash().substring(0, 12);
    Map<String, String> partition = Map.of("sweep", sweep);
    store.delete(SweepPlans.path(sweep));
    WRITTEN.forEach(table -> store.delete(store.path(table, partition)));
    Map<String, Long> requests = new TreeMap<>();
    long statistics = 0;
    for (int i = 0; i < check.runs().size(); i++) {
      RunImport run = new RunImport(store, sweep, i, check.runs().get(i));
      statistics += run.write(requests);
    }
    long rows = check.runs().stream().mapToLong(HelmCheck.Checked::states).sum();
    Plan plan =
        new Plan(
            sweep,
            name,
            models(),
            check.runs().stream().map(checked -> checked.run().spec()).toList(),
            requests,
            rows,
            Map.of(),
            ImportedSweep.SOURCE);
    store.put(SweepPlans.path(sweep), Json.bytes(plan));
    writeResults(store, plan);
    return new Result(sweep, plan.runs().size(), rows, statistics);
  }

  private List<ModelRef> models() {
    Map<String, TreeSet<String>> deployments = new LinkedHashMap<>();
    for (HelmCheck.Checked checked : check.runs()) {
      deployments
          .computeIfAbsent(checked.run().spec().model(), model -> new TreeSet<>())
          .add(HelmRunSpecs.deployment(checked.run().json()));
    }
    List<ModelRef> models = new ArrayList<>();
    deployments.forEach(
        (model, names) ->
            models.add(
                new ModelRef(
                    model, ImportedSweep.SOURCE, "", String.join(",", names), null, false)));
    return models;
  }

  /** HELM's own numbers with intervals around those that are means over instances. */
  private void writeResults(Store store, Plan plan) {
    ImportedSweep imported = ImportedSweep.of(store, plan.sweep());
    Scoring scoring = store.score(plan.sweep());
    try (TableWriter scores = scoring.write(Tables.INSTANCE_STATS, FILE);
        TableWriter stats = scoring.write(Tables.STATS, FILE);
        TableWriter runs = scoring.write(Tables.RUNS, FILE);
        TableWriter quarantine = scoring.write(Tables.QUARANTINE, FILE)) {
      imported.writeInstances(plan, false, scores);
      imported.stats(plan, Map.of()).forEach(stats::write);
      check.runs().forEach(checked -> runs.write(runRow(checked, plan)));
      scores.commit();
      stats.commit();
      runs.commit();
      quarantine.commit();
    }
    scoring.commit();
  }

  private static Object[] runRow(HelmCheck.Checked checked, Plan plan) {
    RunSpec run = checked.run().spec();
    String revision =
        plan.models().stream()
            .filter(model -> model.name().equals(run.model()))
            .map(ModelRef::revision)
            .findFirst()
            .orElseThrow();
    return new Object[] {
      run.name(),
      run.model(),
      run.scenario(),
      run.label(),
      run.adapter().method(),
      run.mainMetric(),
      run.groups(),
      checked.states(),
      checked.states(),
      0L,
      checked.states(),
      checked.states(),
      revision,
      ImportedSweep.SOURCE,
      false,
      Json.text(run),
      null
    };
  }
}

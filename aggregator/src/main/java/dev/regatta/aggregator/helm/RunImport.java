package dev.regatta.aggregator.helm;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes one run into the tables, a file in each. */
final class RunImport {
  private final Store store;
  private final String sweep;
  private final String file;
  private final HelmCheck.Checked checked;
  private final HelmRun run;
  private final RunSpec spec;
  private final Map<Copy, Long> instances = new HashMap<>();
  private long statistics;

  private record Copy(String id, String perturbation) {}

  RunImport(Store store, String sweep, int number, HelmCheck.Checked checked) {
    this.store = store;
    this.sweep = sweep;
    this.file = String.format(Locale.ROOT, "run-%05d.parquet", number);
    this.checked = checked;
    this.run = checked.run();
    this.spec = run.spec();
  }

  /**
   * Writes all there is.
   *
   * @param requests requests to each model so far; those of this run are added
   * @return statistics of the run
   */
  long write(Map<String, Long> requests) {
    requests.putIfAbsent(spec.model(), 0L);
    if (checked.states() > 0) {
      writeStates(requests);
    }
    write(
        Tables.IMPORTS,
        writer ->
            writer.write(
                spec.name(),
                Json.text(run.json()),
                run.scenario(),
                checked.rest(),
                HelmMetrics.recomputed(spec, run.layout(), checked.known())));
    write(
        Tables.IMPORTED_STATS,
        writer ->
            run.stats(
                stat -> {
                  writer.write(ScoreRows.stat(spec.name(), stat));
                  statistics++;
                }));
    InstanceEntries scores = new InstanceEntries();
    run.instanceStats(scores::add);
    write(
        Tables.IMPORTED_INSTANCE_STATS,
        writer ->
            scores
                .elements()
                .forEach(element -> ScoreRows.scores(spec.name(), element).forEach(writer::write)));
    return statistics;
  }

  private void writeStates(Map<String, Long> ordinals) {
    Map<String, String> partition = Map.of("sweep", sweep);
    String answers = "helm-" + sweep + "-" + file;
    String deployment = HelmRunSpecs.deployment(run.json());
    try (TableWriter requests = store.write(Tables.REQUESTS, partition, file);
        TableWriter rows = store.write(Tables.INSTANCES, partition, file);
        TableWriter completions =
            store.write(Tables.COMPLETIONS, Map.of("model", spec.model()), answers)) {
      run.states(
          state -> {
            HelmInstance instance = state.instance();
            StateRows.Place place = place(ordinals, instance, rows);
            requests.write(StateRows.request(place, state));
            completions.write(StateRows.completion(sweep, place, deployment, state));
          });
      requests.commit();
      rows.commit();
      completions.commit();
    }
  }

  private StateRows.Place place(
      Map<String, Long> ordinals, HelmInstance instance, TableWriter rows) {
    Copy copy = new Copy(instance.id(), instance.perturbationKey());
    Optional<Long> known = Optional.ofNullable(instances.get(copy));
    long number = known.orElse((long) instances.size());
    if (known.isEmpty()) {
      instances.put(copy, number);
      rows.write(StateRows.instance(spec.name(), number, instance));
    }
    long ordinal = ordinals.merge(spec.model(), 1L, Long::sum) - 1;
    String id = ContentHash.of(sweep, spec.model(), Long.toString(ordinal));
    return new StateRows.Place(spec.name(), spec.model(), ordinal, id, number);
  }

  private void write(Table table, Consumer<TableWriter> rows) {
    try (TableWriter writer = store.write(table, Map.of("sweep", sweep), file)) {
      rows.accept(writer);
      writer.commit();
    }
  }
}

package dev.regatta.coordinator.plan;

import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import dev.regatta.store.TableWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a plan's tables: one of requests and one of instances per run, named by the number
 * of the run. A run's requests are put in place last, so that a run which has them is whole.
 *
 * <p>While a plan is written, a mark says what it is made of. What an interrupted planning has
 * finished of the very same plan counts; anything else is deleted first, for it must not be read
 * beside the new plan.
 */
final class PlanFiles {
  private final Store store;
  private final String mark;
  private final Map<String, String> partition;

  private PlanFiles(Store store, String sweep) {
    this.store = store;
    this.mark = "plans/unfinished/" + sweep;
    this.partition = Map.of("sweep", sweep);
  }

  /**
   * Begins to write a plan, or goes on with it.
   *
   * @param fingerprint of all that the plan is made of
   */
  static PlanFiles begin(Store store, String sweep, String fingerprint) {
    PlanFiles files = new PlanFiles(store, sweep);
    byte[] bytes = fingerprint.getBytes(StandardCharsets.UTF_8);
    if (!store.get(files.mark).map(String::new).equals(Optional.of(fingerprint))) {
      store.delete(store.path(Tables.REQUESTS, files.partition));
      store.delete(store.path(Tables.INSTANCES, files.partition));
      store.put(files.mark, bytes);
    }
    return files;
  }

  /** The plan is whole: nothing will go on with it. */
  void end() {
    store.delete(mark);
  }

  /** Whether a run's tables are whole. */
  boolean has(int run) {
    return store.exists(store.path(Tables.REQUESTS, partition) + "/" + name(run));
  }

  TableWriter write(Table table, int run) {
    return store.write(table, partition, name(run));
  }

  /** Rows of the requests of a run. */
  TableReader requests(int run, List<String> columns) {
    return store.read(Tables.REQUESTS, columns, partition, name(run));
  }

  private static String name(int run) {
    return String.format(Locale.ROOT, "run-%05d.parquet", run);
  }
}

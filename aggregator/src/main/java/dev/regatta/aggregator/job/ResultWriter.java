package dev.regatta.aggregator.job;

import dev.regatta.aggregator.imported.ImportedSweep;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Scoring;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the results of a sweep; readers see the old ones until {@link #commit()}. */
final class ResultWriter {
  private static final String ONLY_FILE = "part-00000.parquet";
  private static final String IMPORTED_FILE = "imported.parquet";

  private final String root;
  private final Scoring scoring;

  ResultWriter(Store store, String root, String sweep) {
    this.root = root;
    this.scoring = store.score(sweep);
  }

  /** What the paths of a table's files start with that others write, by Hadoop. */
  String prefix(Table table) {
    return new Path(root, scoring.path(table, "")).toString();
  }

  /** Takes files that others wrote into the results; what failed tasks left stays out. */
  void add(Table table, List<String> names) {
    names.forEach(name -> scoring.add(table, name));
  }

  /** Adds the scores that imported runs came with and that are not computed. */
  void write(Plan plan, ImportedSweep imported) {
    if (!imported.recomputed().isEmpty()) {
      try (TableWriter writer = scoring.write(Tables.INSTANCE_STATS, IMPORTED_FILE)) {
        imported.writeInstances(plan, true, writer);
        writer.commit();
      }
    }
  }

  /** Writes a table in one file, row by row. */
  void write(Table table, Dataset<Row> rows) {
    write(table, rows.toLocalIterator());
  }

  /** Writes a small table in one file. */
  void write(Table table, List<Row> rows) {
    write(table, rows.iterator());
  }

  private void write(Table table, Iterator<Row> rows) {
    try (TableWriter writer = scoring.write(table, ONLY_FILE)) {
      rows.forEachRemaining(row -> writer.write(values(row)));
      writer.commit();
    }
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    Arrays.setAll(values, i -> row.get(i) instanceof Object[] list ? List.of(list) : row.get(i));
    return values;
  }

  /** Replaces the sweep's results by what was written. */
  void commit(String hash) {
    scoring.commit(hash);
  }
}

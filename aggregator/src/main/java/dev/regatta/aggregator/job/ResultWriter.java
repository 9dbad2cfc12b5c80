package dev.regatta.aggregator.job;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the results of a sweep beside the old ones and then puts them in their place, all tables
 * at the end, so that a job that dies leaves the old results whole.
 */
final class ResultWriter {
  private final SparkSession spark;
  private final Path root;
  private final String sweep;
  private final List<Table> written = new ArrayList<>();

  ResultWriter(SparkSession spark, String root, String sweep) {
    this.spark = spark;
    this.root = new Path(root);
    this.sweep = sweep;
  }

  void write(Table table, Dataset<Row> rows) {
    rows.write().mode(SaveMode.Overwrite).parquet(staged(table).toString());
    written.add(table);
  }

  /** An empty directory into which tasks write files of a table, every attempt its own. */
  String attempts(Table table) {
    try {
      FileSystem files = files();
      files.delete(attempted(table), true);
      files.mkdirs(attempted(table));
    } catch (IOException e) {
      throw RegattaException.resource("Cannot make " + attempted(table), e);
    }
    return attempted(table).toString();
  }

  /**
   * Takes the files of the successful attempts. What other attempts wrote stays behind, also where
   * one of them is still at it.
   */
  void writeAttempts(Table table, List<String> names) {
    try {
      FileSystem files = files();
      files.delete(staged(table), true);
      files.mkdirs(staged(table));
      for (int i = 0; i < names.size(); i++) {
        move(new Path(attempted(table), names.get(i)), new Path(staged(table), part(i)));
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot take the files of " + attempted(table), e);
    }
    written.add(table);
  }

  private static String part(int number) {
    return "part-%05d.parquet".formatted(number);
  }

  private void move(Path from, Path to) throws IOException {
    if (!files().rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }

  /** A small table in one file. */
  void write(Table table, List<Row> rows) {
    write(table, spark.createDataFrame(rows, SparkSchemas.of(table)).coalesce(1));
  }

  /** Replaces the sweep's results by what was written. */
  void commit() {
    try {
      FileSystem files = files();
      for (Table table : written) {
        Path target = new Path(root, table.directory() + "/sweep=" + sweep);
        files.mkdirs(target.getParent());
        files.delete(target, true);
        move(staged(table), target);
      }
      files.delete(staging(), true);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot put the results of " + sweep + " in place", e);
    }
  }

  private FileSystem files() throws IOException {
    return root.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  private Path staging() {
    return new Path(root, "results/.staging/" + sweep);
  }

  private Path staged(Table table) {
    return new Path(staging(), table.name());
  }

  private Path attempted(Table table) {
    return new Path(staging(), table.name() + ".attempts");
  }
}

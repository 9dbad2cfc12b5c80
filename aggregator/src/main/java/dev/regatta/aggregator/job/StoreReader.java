package dev.regatta.aggregator.job;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Reads what the metrics job needs from a store on any Hadoop file system. */
final class StoreReader {
  private final SparkSession spark;
  private final Configuration configuration;
  private final Store files;
  private final String root;

  /**
   * @param files the store
   * @param root its root, as Hadoop has it
   */
  StoreReader(SparkSession spark, Store files, String root) {
    this.spark = spark;
    this.files = files;
    this.configuration = spark.sparkContext().hadoopConfiguration();
    this.root = root;
  }

  /** Fails with a USER error where the sweep has no complete plan. */
  Plan plan(String sweep) {
    Path file = new Path(root, "plans/sweeps/" + sweep + ".json");
    try {
      FileSystem files = file.getFileSystem(configuration);
      if (!files.exists(file)) {
        throw RegattaException.user("%s: no such sweep; expected %s".formatted(sweep, file));
      }
      try (InputStream in = files.open(file)) {
        return Json.read(in.readAllBytes(), Plan.class);
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot read " + file, e);
    }
  }

  Dataset<Row> requests(String sweep) {
    return ofSweep(Tables.REQUESTS, sweep);
  }

  Dataset<Row> instances(String sweep) {
    return ofSweep(Tables.INSTANCES, sweep);
  }

  private Dataset<Row> ofSweep(Table table, String sweep) {
    String directory = table.directory() + "/sweep=" + sweep;
    return exists(directory)
        ? spark.read().schema(SparkSchemas.of(table)).parquet(new Path(root, directory).toString())
        : spark.createDataFrame(List.of(), SparkSchemas.of(table));
  }

  /** Every completion of these models, whichever sweep asked for it. */
  Dataset<Row> completions(List<String> models) {
    String directory = Tables.COMPLETIONS.directory();
    if (!exists(directory)) {
      return spark.createDataFrame(List.of(), SparkSchemas.partitioned(Tables.COMPLETIONS));
    }
    return spark
        .read()
        .schema(SparkSchemas.partitioned(Tables.COMPLETIONS))
        .parquet(new Path(root, directory).toString())
        .where(functions.col("model").isInCollection(models));
  }

  /** The row groups of the sweep's requests. */
  List<RowGroup> requestGroups(String sweep) {
    return groups(
        Tables.REQUESTS, Map.of("sweep", sweep), file -> RowGroup.requests(file, configuration));
  }

  /** The row groups of every completion of these models, whichever sweep asked for it. */
  List<RowGroup> completionGroups(List<String> models) {
    return models.stream()
        .flatMap(
            model ->
                groups(
                    Tables.COMPLETIONS,
                    Map.of("model", model),
                    file -> RowGroup.completions(file, configuration, model))
                    .stream())
        .toList();
  }

  private List<RowGroup> groups(
      Table table, Map<String, String> partitions, Function<Path, List<RowGroup>> read) {
    return files.files(table, partitions).parallelStream()
        .flatMap(file -> read.apply(new Path(root, file)).stream())
        .toList();
  }

  private boolean exists(String directory) {
    Path path = new Path(root, directory);
    try {
      return path.getFileSystem(configuration).exists(path);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot look into " + path, e);
    }
  }
}

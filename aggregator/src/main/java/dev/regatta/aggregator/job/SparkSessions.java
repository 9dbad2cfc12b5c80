package dev.regatta.aggregator.job;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Spark sessions for the metrics job. */
public final class SparkSessions {

  private SparkSessions() {}

  /**
   * A session inside this JVM, without web page, on the loopback interface.
   *
   * @param cores worker threads
   */
  public static SparkSession local(int cores) {
    return local(cores, Map.of());
  }

  /**
   * @param properties further ones of Spark, by their full names
   */
  static SparkSession local(int cores, Map<String, String> properties) {
    SparkSession.Builder builder = SparkSession.builder();
    properties.forEach(builder::config);
    return configured(
            builder
                .appName("regatta-score")
                .master("local[" + cores + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", cores))
        .getOrCreate();
  }

  /** The settings that results and speed rest on, whatever the cluster manager. */
  static SparkSession.Builder configured(SparkSession.Builder builder) {
    return builder
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.parquet.compression.codec", "zstd")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", false)
        // Plans are short and sized by row counts: re-planning between stages costs more than it
        // saves.
        .config("spark.sql.adaptive.enabled", false)
        // Spark guesses by the size of the files, and a few megabytes of Parquet are hundreds in
        // memory. Besides, the small sweep of the warm-up runs the same code as large ones then.
        .config("spark.sql.autoBroadcastJoinThreshold", -1)
        .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
  }
}

package dev.regatta.aggregator.job;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.repeat;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A store of any size: short answers to prompts of about a kilobyte, two in three right. */
final class SyntheticStore {
  static final String SWEEP = "synthetic";
  private static final String MODEL = "sim";
  private static final int RUNS = 4;
  private static final String LOWERCASE =
      new Perturbation("lowercase", true, false, Perturbation.PERTURBED, null, null).key();

  private final SparkSession spark;
  private final Path root;

  SyntheticStore(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
  }

  /**
   * @param requests request states, over four runs
   * @param perturbed whether every second instance is a perturbed copy of the one before
   */
  void write(long requests, boolean perturbed) throws IOException {
    write(Tables.REQUESTS, "plans/requests/sweep=" + SWEEP, requests(requests, perturbed));
    write(Tables.COMPLETIONS, "completions/model=" + MODEL, completions(requests));
    List<RunSpec> runs = IntStream.range(0, RUNS).mapToObj(i -> run("run" + i, perturbed)).toList();
    Plan plan =
        new Plan(
            SWEEP,
            SWEEP,
            List.of(new ModelRef(MODEL, "simulated", "1", "revision", null, true)),
            runs,
            Map.of(MODEL, requests),
            requests,
            Map.of(),
            "test");
    Path sweeps = Files.createDirectories(root.resolve("plans/sweeps"));
    Files.write(sweeps.resolve(SWEEP + ".json"), Json.bytes(plan));
  }

  private Dataset<Row> requests(long count, boolean perturbed) {
    org.apache.spark.sql.Column instance =
        perturbed ? expr("id - id % " + 2 * RUNS + " + id % " + RUNS) : col("id");
    return spark
        .range(0, count, 1, 4)
        .withColumn("run", concat(lit("run"), expr("id % " + RUNS).cast("string")))
        .withColumn("model", lit(MODEL))
        .withColumn("ordinal", col("id"))
        .withColumn("request_id", md5(col("id").cast("string").cast("binary")))
        .withColumn("duplicate", lit(false))
        .withColumn("instance_ordinal", expr("id div " + RUNS))
        .withColumn("instance_id", concat(lit("id"), instance.cast("string")))
        .withColumn("split", lit("test"))
        .withColumn(
            "perturbation",
            perturbed ? when(expr("id % 8 >= 4"), lit(LOWERCASE)) : lit(null).cast("string"))
        .withColumn("trial", lit(0))
        .withColumn("kind", lit("GENERATE"))
        .withColumn(
            "prompt",
            concat(
                repeat(md5(expr("cast(cast(id div 50 as string) as binary)")), 31),
                col("id").cast("string")))
        .withColumn("decoding", lit("{\"temperature\":0.0,\"max_tokens\":5}"))
        .withColumn("num_references", lit(1))
        .withColumn("golds", array(concat(lit("The answer "), expr("id % 1000").cast("string"))))
        .withColumn("reference_correct", lit(false))
        .withColumn("num_train_instances", lit(5))
        .withColumn("prompt_truncated", lit(false));
  }

  private Dataset<Row> completions(long count) {
    return spark
        .range(0, count, 1, 8)
        .withColumn("sweep", lit(SWEEP))
        .withColumn("ordinal", col("id"))
        .withColumn("request_id", md5(col("id").cast("string").cast("binary")))
        .withColumn("logprob", expr("-(id % 977) / 977.0D"))
        .withColumn(
            "text",
            concat(
                lit(" the answer "),
                expr("case when id % 3 = 0 then id % 7 else id % 1000 end").cast("string")))
        .withColumn(
            "outputs",
            array(
                struct(
                    col("text"),
                    col("logprob"),
                    lit("stop").as("finish_reason"),
                    array(lit(" the"), lit(" answer"), lit(" 7")).as("tokens"),
                    expr("array(logprob / 2, logprob / 4, logprob / 4)").as("token_logprobs"))))
        .withColumn("prompt_tokens", expr("cast(250 + id % 50 as int)"))
        .withColumn("cached_tokens", lit(200))
        .withColumn("completion_tokens", lit(3))
        .withColumn("completed_at", expr("timestamp_micros(1800000000000000 + id)"))
        .withColumn("queue_seconds", lit(0.1))
        .withColumn("time_to_first_token_seconds", expr("0.001D + (id % 101) / 100000.0D"))
        .withColumn("duration_seconds", expr("0.002D + (id % 103) / 100000.0D"))
        .withColumn("worker", expr("concat('w', id % 3)"))
        .withColumn("attempt", lit(1))
        .withColumn("model_revision", lit("revision"))
        .withColumn("runtime", lit("simulated"))
        .withColumn("runtime_version", lit("1"))
        .withColumn("simulated", lit(true))
        .orderBy(expr("hash(id)"));
  }

  private void write(Table table, String directory, Dataset<Row> rows) {
    StructType schema = SparkSchemas.of(table);
    org.apache.spark.sql.Column[] columns =
        table.columns().stream()
            .map(Column::name)
            .map(
                name -> {
                  boolean known = List.of(rows.columns()).contains(name);
                  return known ? col(name) : lit(null).cast(schema.apply(name).dataType()).as(name);
                })
            .toArray(org.apache.spark.sql.Column[]::new);
    rows.select(columns).write().mode("overwrite").parquet(root.resolve(directory).toString());
  }

  private static RunSpec run(String name, boolean perturbed) {
    AdapterSpec adapter =
        Json.read(
            "{\"method\":\"generation\",\"num_outputs\":1,\"num_train_trials\":1,\"num_trials\":1}",
            AdapterSpec.class);
    return new RunSpec(
        name,
        MODEL,
        "",
        "synthetic",
        new ObjectSpec("synthetic", Map.of()),
        adapter,
        perturbed
            ? new DataAugmentation(List.of(new ObjectSpec("lowercase", Map.of())), 1)
            : DataAugmentation.NONE,
        List.of(
            "exact_match", "quasi_exact_match", "prefix_exact_match", "quasi_prefix_exact_match"),
        "exact_match",
        List.of());
  }
}

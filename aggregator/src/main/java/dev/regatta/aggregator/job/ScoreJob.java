package dev.regatta.aggregator.job;

import static org.apache.spark.sql.functions.col;

import dev.regatta.aggregator.annotation.AnnotationTable;
import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.annotation.PlacedSubject;
import dev.regatta.aggregator.imported.ImportedSweep;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.statistics.Coverage;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The metrics job: joins the requests of a sweep with whatever completions the store has of them,
 * scores instances, and replaces the sweep's instance_stats, stats, runs and quarantine. May be run
 * at any time and any number of times; needs no model.
 */
public final class ScoreJob {
  /** Rows that one partition of the join should hold, so that a small heap can sort them. */
  private static final long ROWS_PER_PARTITION = 62_500;

  private final SparkSession spark;
  private final Annotators annotators;

  /** A job that runs no code and asks no classifier, but takes what they found before. */
  public ScoreJob(SparkSession spark) {
    this(spark, Annotators.NONE);
  }

  /**
   * @param annotators what looks at answers first, in this process
   */
  public ScoreJob(SparkSession spark, Annotators annotators) {
    this.spark = spark;
    this.annotators = annotators;
  }

  /**
   * Scores a sweep.
   *
   * @param storeRoot root of the store: a path or a Hadoop URI
   * @param sweep id of the sweep; USER error where it has no plan or names an unknown metric
   */
  public ScoreResult run(String storeRoot, String sweep) {
    long start = System.nanoTime();
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    Store.configure(storeRoot, configuration);
    StoreReader store = new StoreReader(spark, storeRoot);
    Plan plan = store.plan(sweep);
    Store files = Store.open(storeRoot, configuration);
    ImportedSweep imported = ImportedSweep.of(files, sweep);
    ResultWriter results = new ResultWriter(files, storeRoot, sweep);
    Dataset<Row> requests = store.requests(sweep);
    Dataset<Row> asked = new AskedInstances(plan, store.instances(sweep)).join(requests);
    Dataset<Row> completions =
        store.completions(plan.models().stream().map(ModelRef::name).toList());

    AnnotationStep annotation =
        new AnnotationStep(
            plan,
            imported.recomputed().keySet(),
            new AnnotationTable(files, sweep, Clock.systemUTC()),
            annotators);
    Annotations annotations =
        annotation.run(
            of -> subjects(plan, asked.where(col("run").isInCollection(of)), completions));
    Map<String, RunAggregate> runs =
        score(plan, asked, completions, annotations, imported, results);
    results.write(plan, imported);
    List<Row> stats = StatRows.of(plan, runs, imported);
    results.write(Tables.STATS, stats);
    Coverage total = total(runs);
    if (total.quarantined() > 0) {
      results.write(Tables.QUARANTINE, Quarantine.of(requests, completions));
    } else {
      results.write(Tables.QUARANTINE, List.of());
    }
    results.write(Tables.RUNS, RunRows.of(plan, runs, annotation.absent()));
    String hash = ResultHash.of(stats);
    results.commit(hash);
    return new ScoreResult(
        sweep,
        hash,
        total.planned(),
        total.completed(),
        total.quarantined(),
        total.instances(),
        total.scored(),
        annotation.absent(),
        (System.nanoTime() - start) / 1e9);
  }

  private Iterator<PlacedSubject> subjects(
      Plan plan, Dataset<Row> requests, Dataset<Row> completions) {
    return joined(plan, requests, completions)
        .toJavaRDD()
        .mapPartitions(new SubjectTask(Json.text(plan)))
        .toLocalIterator();
  }

  private Map<String, RunAggregate> score(
      Plan plan,
      Dataset<Row> requests,
      Dataset<Row> completions,
      Annotations annotations,
      ImportedSweep imported,
      ResultWriter results) {
    String prefix = results.prefix(Tables.INSTANCE_STATS);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<ScoreTask.Output> outputs =
        joined(plan, requests, completions)
            .toJavaRDD()
            .mapPartitionsWithIndex(
                new ScoreTask(
                    Json.text(plan),
                    prefix,
                    context.broadcast(annotations),
                    new HashMap<>(imported.recomputed()),
                    context.broadcast(
                        new SerializableConfiguration(context.hadoopConfiguration()))),
                false)
            .collect();
    results.add(Tables.INSTANCE_STATS, outputs.stream().map(ScoreTask.Output::file).toList());
    Map<String, RunAggregate> runs = new TreeMap<>();
    for (RunSpec run : plan.runs()) {
      runs.put(
          run.name(), new RunAggregate(RunShapes.of(run, new InstanceScorer(run, annotations))));
    }
    for (ScoreTask.Output output : outputs) {
      output.aggregates().forEach(partial -> runs.get(partial.shape().name()).add(partial));
    }
    return runs;
  }

  /** Requests with their completions; those of one run and instance follow one another. */
  private RDD<InternalRow> joined(Plan plan, Dataset<Row> requests, Dataset<Row> completions) {
    int partitions = partitions(plan);
    List<String> grouped =
        plan.runs().stream()
            .filter(run -> RunShapes.of(run, new InstanceScorer(run)).grouped())
            .map(RunSpec::name)
            .toList();
    Dataset<Row> answers =
        completions
            .withColumnRenamed("request_id", "answered_id")
            .select(columns(JoinedColumns.COMPLETION))
            .withColumn("answered_key", functions.xxhash64(col("answered_id")))
            .repartition(partitions, col("answered_key"));
    if (grouped.isEmpty()) {
      return rdd(join(requests, answers, partitions));
    }
    Column inGroups = col("run").isInCollection(grouped);
    Dataset<Row> together =
        join(requests.where(inGroups), answers, partitions)
            .repartition(partitions, col("run"), col("instance_id"))
            .sortWithinPartitions("run", "instance_id", "trial", "instance_ordinal");
    return grouped.size() == plan.runs().size()
        ? rdd(together)
        : rdd(together.union(join(requests.where(functions.not(inGroups)), answers, partitions)));
  }

  /**
   * Joins by a hash of the id, because Spark sorts long numbers several times faster than text;
   * {@link JoinedRow} compares the ids themselves.
   */
  private static Dataset<Row> join(Dataset<Row> requests, Dataset<Row> answers, int partitions) {
    return requests
        .select(columns(JoinedColumns.REQUEST))
        .withColumn("key", functions.xxhash64(col("request_id")))
        .repartition(partitions, col("key"))
        .join(answers, col("key").equalTo(col("answered_key")), "left_outer")
        .select(JoinedColumns.all());
  }

  private int partitions(Plan plan) {
    long wanted = Math.max(1, (plan.rows() + ROWS_PER_PARTITION - 1) / ROWS_PER_PARTITION);
    int cores = spark.sparkContext().defaultParallelism();
    return (int) Math.max(Math.min(cores, wanted * cores), wanted);
  }

  private static RDD<InternalRow> rdd(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd();
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  private static Coverage total(Map<String, RunAggregate> runs) {
    Coverage total = new Coverage();
    runs.values().forEach(run -> total.add(run.coverage()));
    return total;
  }
}

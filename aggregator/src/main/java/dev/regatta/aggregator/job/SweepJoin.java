package dev.regatta.aggregator.job;

import static org.apache.spark.sql.functions.col;

import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * The requests of a sweep with whatever completions the store has of them, as rows of {@link
 * JoinedColumns}: those of one run and instance follow one another where the run's scores depend on
 * it, and those of one request always.
 */
final class SweepJoin {
  /** Rows that one partition should hold, so that a small heap can sort them. */
  private static final long ROWS_PER_PARTITION = 62_500;

  private final SparkSession spark;
  private final StoreReader store;
  private final Plan plan;
  private final Dataset<Row> requests;
  private final Dataset<Row> completions;

  SweepJoin(SparkSession spark, StoreReader store, Plan plan) {
    this.spark = spark;
    this.store = store;
    this.plan = plan;
    this.requests = store.requests(plan.sweep());
    this.completions = store.completions(models());
  }

  /** Everything, by slices where the sweep can be cut, which costs less, and else by a shuffle. */
  JavaRDD<InternalRow> all() {
    List<Slice> slices = slices();
    return slices.isEmpty() ? shuffled(asked()) : new SliceScan(spark).rows(slices);
  }

  /** The rows of some runs. */
  JavaRDD<InternalRow> of(Set<String> runs) {
    return shuffled(asked().where(col("run").isInCollection(runs)));
  }

  /** The rows of the quarantine. */
  Dataset<Row> quarantined() {
    return Quarantine.of(requests, completions);
  }

  private List<String> models() {
    return plan.models().stream().map(ModelRef::name).toList();
  }

  /** How {@link #all} reads the sweep; empty where by a shuffle. */
  List<Slice> slices() {
    boolean rowByRow =
        runs(SweepJoin::grouped).isEmpty()
            && runs(run -> new InstanceScorer(run).readsInstance()).isEmpty();
    return rowByRow
        ? Slice.cut(
            plan.sweep(),
            plan.requests(),
            store.requestGroups(plan.sweep()),
            store.completionGroups(models()),
            cores())
        : List.of();
  }

  private Dataset<Row> asked() {
    return new AskedInstances(plan, store.instances(plan.sweep())).join(requests);
  }

  private JavaRDD<InternalRow> shuffled(Dataset<Row> asked) {
    List<String> grouped = runs(SweepJoin::grouped);
    Dataset<Row> answers =
        completions
            .withColumnRenamed("request_id", JoinedColumns.ANSWERED_ID)
            .withColumn(JoinedColumns.FOREIGN, col("sweep").notEqual(plan.sweep()))
            .select(columns(JoinedColumns.COMPLETION))
            .withColumn("answered_key", functions.xxhash64(col(JoinedColumns.ANSWERED_ID)))
            .repartition(partitions(), col("answered_key"));
    if (grouped.isEmpty()) {
      return rdd(join(asked, answers));
    }
    Column inGroups = col("run").isInCollection(grouped);
    Dataset<Row> together =
        join(asked.where(inGroups), answers)
            .repartition(partitions(), col("run"), col("instance_id"))
            .sortWithinPartitions("run", "instance_id", "trial", "instance_ordinal");
    return grouped.size() == plan.runs().size()
        ? rdd(together)
        : rdd(together.union(join(asked.where(functions.not(inGroups)), answers)));
  }

  /**
   * Joins by a hash of the id, because Spark sorts long numbers several times faster than text;
   * {@link JoinedRow} compares the ids themselves.
   */
  private Dataset<Row> join(Dataset<Row> asked, Dataset<Row> answers) {
    return asked
        .select(columns(JoinedColumns.REQUEST))
        .withColumn("key", functions.xxhash64(col("request_id")))
        .repartition(partitions(), col("key"))
        .join(answers, col("key").equalTo(col("answered_key")), "left_outer")
        .select(JoinedColumns.all());
  }

  private int partitions() {
    long wanted = Math.max(1, (plan.rows() + ROWS_PER_PARTITION - 1) / ROWS_PER_PARTITION);
    return (int) Math.max(Math.min(cores(), wanted * cores()), wanted);
  }

  private int cores() {
    return spark.sparkContext().defaultParallelism();
  }

  private List<String> runs(Predicate<RunSpec> which) {
    return plan.runs().stream().filter(which).map(RunSpec::name).toList();
  }

  private static boolean grouped(RunSpec run) {
    return RunShapes.of(run, new InstanceScorer(run)).grouped();
  }

  private static JavaRDD<InternalRow> rdd(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd().toJavaRDD();
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}

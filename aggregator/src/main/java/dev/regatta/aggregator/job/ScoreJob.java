package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.AnnotationTable;
import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.annotation.Annotators;
import dev.regatta.aggregator.imported.ImportedSweep;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.statistics.Coverage;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The metrics job: joins the requests of a sweep with whatever completions the store has of them,
 * scores instances, and replaces the sweep's instance_stats, stats, runs and quarantine. May be run
 * at any time and any number of times; needs no model.
 */
public final class ScoreJob {
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
    Store files = Store.open(storeRoot, configuration);
    StoreReader store = new StoreReader(spark, files, storeRoot);
    Plan plan = store.plan(sweep);
    ImportedSweep imported = ImportedSweep.of(files, sweep);
    ResultWriter results = new ResultWriter(files, storeRoot, sweep);
    SweepJoin join = new SweepJoin(spark, store, plan);
    AnnotationStep annotation =
        new AnnotationStep(
            plan,
            imported.recomputed().keySet(),
            new AnnotationTable(files, sweep, Clock.systemUTC()),
            annotators);
    Annotations annotations =
        annotation.run(
            of -> join.of(of).mapPartitions(new SubjectTask(Json.text(plan))).toLocalIterator());
    Map<String, RunAggregate> runs = score(plan, join, annotations, imported, results);
    results.write(plan, imported);
    List<Row> stats = StatRows.of(plan, runs, imported);
    results.write(Tables.STATS, stats);
    Coverage total = total(runs);
    if (total.quarantined() > 0) {
      results.write(Tables.QUARANTINE, join.quarantined());
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

  private Map<String, RunAggregate> score(
      Plan plan,
      SweepJoin join,
      Annotations annotations,
      ImportedSweep imported,
      ResultWriter results) {
    String prefix = results.prefix(Tables.INSTANCE_STATS);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<ScoreTask.Output> outputs =
        join.all()
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

  private static Coverage total(Map<String, RunAggregate> runs) {
    Coverage total = new Coverage();
    runs.values().forEach(run -> total.add(run.coverage()));
    return total;
  }
}

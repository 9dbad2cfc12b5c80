package dev.regatta.aggregator.job;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What slices give is compared with what a shuffle gives of the same store. */
class SweepJoinTest {
  private static final SparkSession SPARK = SparkSessions.local(2);
  private static final int REQUESTS = 4_000;
  private static final Set<String> RUNS = Set.of("run0", "run1", "run2", "run3");

  @TempDir Path made;
  @TempDir Path root;
  private Dataset<Row> requests;
  private Dataset<Row> completions;

  @BeforeEach
  void make() throws Exception {
    new SyntheticStore(SPARK, made).write(REQUESTS, false);
    new SyntheticStore(SPARK, root).write(REQUESTS, false);
    requests = read(Tables.REQUESTS, "plans/requests/sweep=" + SyntheticStore.SWEEP);
    completions = read(Tables.COMPLETIONS, "completions/model=sim");
  }

  @Test
  void everyRequestMeetsItsAnswer() {
    writeRequests(requests);
    writeCompletions(completions);
    assertThat(rowsOfSlices())
        .isEqualTo(rowsOfShuffle())
        .hasSize(REQUESTS)
        .allSatisfy((request, row) -> assertThat(row).contains("answer=Answer["));
  }

  @Test
  void missingFailedAndRepeatedAnswersAndRequests() {
    Dataset<Row> failed = failed(completions.where("ordinal % 50 < 2"));
    writeRequests(
        requests.union(
            requests
                .where("ordinal % 30 = 0")
                .withColumn("duplicate", lit(true))
                .withColumn("instance_id", expr("concat('again', instance_id)"))));
    Dataset<Row> answered = completions.where("ordinal % 50 not in (1, 2)");
    Dataset<Row> repeated = answered.where("ordinal % 70 = 0");
    writeCompletions(answered.union(repeated).union(failed).union(failed));
    assertThat(rowsOfSlices()).isEqualTo(rowsOfShuffle()).hasSize(REQUESTS + REQUESTS / 30 + 1);
    List<String> rows = List.copyOf(rowsOfSlices().values());
    assertThat(rows.stream().filter(row -> row.contains("answer=null")))
        .as("every fiftieth was given up and every fiftieth is missing, some of both twice")
        .hasSizeBetween(REQUESTS / 25, REQUESTS / 20);
    assertThat(rows.stream().filter(row -> row.contains("failed=true")))
        .hasSizeBetween(REQUESTS / 50, REQUESTS / 40);
  }

  @Test
  void anAnswerOfAnotherSweepIsFoundWhereTheOwnIsMissing() {
    writeRequests(requests);
    Dataset<Row> foreign = completions.withColumn("sweep", lit("another"));
    writeCompletions(completions.where("ordinal <> 7").union(foreign));
    assertThat(join().slices()).isEmpty();
    assertThat(rows(join().all()))
        .hasSize(REQUESTS)
        .allSatisfy((request, row) -> assertThat(row).contains("answer=Answer["));
  }

  @Test
  void theOwnAnswerCountsAlsoWhereAnotherSweepWasEarlier() {
    writeRequests(requests);
    writeCompletions(completions);
    Map<String, String> alone = rowsOfSlices();
    completions
        .withColumn("sweep", lit("another"))
        .withColumn("completed_at", expr("completed_at - interval 1 hour"))
        .withColumn("prompt_tokens", lit(1))
        .coalesce(1)
        .write()
        .mode("append")
        .parquet(root.resolve("completions/model=sim").toString());
    assertThat(rowsOfSlices()).isEqualTo(rowsOfShuffle()).isEqualTo(alone);
  }

  @Test
  void plansThatLackTheCountsOfTokens() {
    writeRequests(
        requests.drop("num_conditioning_tokens", "num_prompt_tokens", "reference_tokens"));
    writeCompletions(completions);
    assertThat(rowsOfSlices()).isEqualTo(rowsOfShuffle()).hasSize(REQUESTS);
  }

  /** Else the first sweep of a process would find the code of slices cold. */
  @Test
  void thePlainSweepOfTheWarmUpIsJoinedInSlices() {
    WarmUpSweep plain = new WarmUpSweep(Store.open(root.toString()), false);
    plain.write();
    new WarmUpSweep(Store.open(root.toString()), true).write();
    assertThat(join(plain.id()).slices()).isNotEmpty();
  }

  private static Dataset<Row> failed(Dataset<Row> rows) {
    return rows.withColumn("outputs", expr("filter(outputs, o -> false)"))
        .withColumn("error_category", lit("MODEL"))
        .withColumn("error_message", lit("given up"));
  }

  private Dataset<Row> read(Table table, String directory) {
    return SPARK.read().schema(SparkSchemas.of(table)).parquet(made.resolve(directory).toString());
  }

  private void writeRequests(Dataset<Row> rows) {
    write("plans/requests/sweep=" + SyntheticStore.SWEEP, rows, "ordinal", 3);
  }

  /** As the sink does: nearly in the order of the plan. */
  private void writeCompletions(Dataset<Row> rows) {
    write("completions/model=sim", rows, "ordinal + hash(ordinal) % 100", 3);
  }

  /** Several row groups to a file. */
  private void write(String directory, Dataset<Row> rows, String order, int files) {
    rows.repartitionByRange(files, expr(order))
        .sortWithinPartitions(expr(order))
        .write()
        .mode("overwrite")
        .option("parquet.block.row.count.limit", 400)
        .parquet(root.resolve(directory).toString());
  }

  private SweepJoin join() {
    return join(SyntheticStore.SWEEP);
  }

  private SweepJoin join(String sweep) {
    StoreReader store = new StoreReader(SPARK, Store.open(root.toString()), root.toString());
    return new SweepJoin(SPARK, store, store.plan(sweep));
  }

  private Map<String, String> rowsOfSlices() {
    List<Slice> slices = join().slices();
    assertThat(slices).hasSizeGreaterThan(1);
    assertThat(slices).anyMatch(slice -> slice.requests().get(0).number() > 0);
    return rows(join().all());
  }

  private Map<String, String> rowsOfShuffle() {
    return rows(join().of(RUNS));
  }

  /** By run, instance and request, the row whose completion counts. */
  private static Map<String, String> rows(JavaRDD<InternalRow> joined) {
    Map<String, String> rows = new HashMap<>();
    for (Counted counted : joined.mapPartitions(SweepJoinTest::counted).collect()) {
      assertThat(rows.put(counted.request(), counted.row())).isNull();
    }
    return rows;
  }

  private record Counted(String request, String row) implements java.io.Serializable {}

  private static Iterator<Counted> counted(Iterator<InternalRow> rows) {
    JoinedColumns at = new JoinedColumns();
    Map<String, JoinedRow> best = new HashMap<>();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      JoinedRow joined = JoinedRow.read(row, at);
      String key = row.getUTF8String(at.run) + " " + row.getUTF8String(at.instance);
      best.merge(key + " " + joined.requestId(), joined, JoinedRow::better);
    }
    List<Counted> counted = new ArrayList<>();
    best.forEach((request, row) -> counted.add(new Counted(request, row.toString())));
    return counted.iterator();
  }
}

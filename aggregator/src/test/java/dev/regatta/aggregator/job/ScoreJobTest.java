package dev.regatta.aggregator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.aggregator.HelmComparison;
import dev.regatta.aggregator.HelmRun;
import dev.regatta.aggregator.metric.MetricResources;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.Interval;
import dev.regatta.aggregator.statistics.Stat;
import dev.regatta.aggregator.statistics.Statistic;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreJobTest {
  /** Two cores; a task may fail twice. */
  private static final SparkSession SPARK =
      SparkSessions.configured(
              SparkSession.builder()
                  .appName("test")
                  .master("local[2,3]")
                  .config("spark.ui.enabled", false)
                  .config("spark.driver.host", "127.0.0.1")
                  .config("spark.driver.bindAddress", "127.0.0.1")
                  .config("spark.hadoop.fs.flaky.impl", FlakyFileSystem.class.getName()))
          .getOrCreate();

  @TempDir Path root;

  @BeforeAll
  static void nameWordLists() {
    System.setProperty(MetricResources.PROPERTY, HelmRun.resources().toString());
  }

  @AfterAll
  static void forgetWordLists() {
    System.clearProperty(MetricResources.PROPERTY);
  }

  @Test
  void recordedHelmRunsGiveHelmsStatistics() throws Exception {
    List<HelmRun> runs = runs();
    HelmStore store = new HelmStore(SPARK, root, runs);
    store.writePlan();
    store.writeCompletions(store.completions(), 2);
    ScoreResult result = new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);
    assertThat(result.completed()).isEqualTo(result.planned()).isPositive();
    assertThat(result.scored()).isEqualTo(result.instances()).isPositive();
    for (HelmRun run : runs) {
      HelmComparison.compare(run, statistics(run.spec().name()));
    }
    // Language modelling has a row per window.
    Dataset<Row> scored =
        table("instance_stats")
            .select("run", "instance_id", "split", "sub_split", "perturbation", "trial")
            .distinct();
    assertThat(scored.count()).isEqualTo(result.scored());
    assertThat(table("quarantine").count()).isZero();
  }

  @Test
  void orderFilesAndDuplicatesChangeNothing() throws Exception {
    HelmStore store = new HelmStore(SPARK, root, runs().subList(0, 12));
    store.writePlan();
    store.writeCompletions(store.completions(), 1);
    ScoreResult first = new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);

    List<Row> shuffled = new ArrayList<>(store.completions());
    shuffled.addAll(store.completions().subList(0, 50));
    shuffled.add(HelmStore.failed(store.completions().get(3), "an earlier sweep gave up"));
    Collections.shuffle(shuffled, new Random(7));
    store.writeCompletions(shuffled, 7);
    assertThat(new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP))
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .isEqualTo(first);
    assertThat(table("instance_stats").count()).isEqualTo(first.scored());
  }

  @Test
  void tasksThatFailAndAreTriedAgainCountOnce() throws Exception {
    HelmStore store = new HelmStore(SPARK, root, runs().subList(0, 12));
    store.writePlan();
    store.writeCompletions(store.completions(), 3);
    ScoreResult calm = new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);
    ScoreResult disturbed = new ScoreJob(SPARK).run("flaky://" + root, HelmStore.SWEEP);
    assertThat(FlakyFileSystem.FAILED).contains("part-00000", "part-00001");
    assertThat(disturbed).usingRecursiveComparison().ignoringFields("seconds").isEqualTo(calm);
    assertThat(table("instance_stats").count()).isEqualTo(calm.scored());
  }

  @Test
  void aSweepScoredAgainHasItsNewResultsAlone() throws Exception {
    HelmStore store = new HelmStore(SPARK, root, runs().subList(0, 2));
    store.writePlan();
    store.writeCompletions(store.completions().subList(0, 5), 1);
    new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);
    long before = table("instance_stats").count();
    store.writeCompletions(store.completions(), 1);
    ScoreResult again = new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);
    assertThat(again.scored()).isGreaterThan(before);
    assertThat(table("instance_stats").count()).isEqualTo(again.scored());
    for (Table table : Tables.RESULTS) {
      Path directory = root.resolve(table.directory()).resolve("sweep=" + HelmStore.SWEEP);
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.map(Path::getFileName).map(Path::toString).map(n -> n.replace(".", "")))
            .as("no file of the first scoring, nor a checksum of one")
            .isNotEmpty()
            .allMatch(name -> name.startsWith("00000002-"));
      }
    }
  }

  @Test
  void missingAndFailedRequestsLeaveTheRestScored() throws Exception {
    List<HelmRun> runs = runs().subList(0, 2);
    HelmStore store = new HelmStore(SPARK, root, runs);
    store.writePlan();
    List<Row> completions = new ArrayList<>(store.completions());
    completions.remove(0);
    completions.set(0, HelmStore.failed(completions.get(0), "no answer"));
    completions.add(HelmStore.failed(completions.get(1), "given up before it was answered"));
    store.writeCompletions(completions, 2);
    ScoreResult result = new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);
    assertThat(result.planned()).isEqualTo(store.completions().size());
    assertThat(result.completed()).isEqualTo(result.planned() - 2);
    assertThat(result.quarantined()).isEqualTo(1);
    assertThat(result.scored()).isEqualTo(result.instances() - 2);
    assertThat(table("quarantine").count()).isEqualTo(1);
    Row quarantined = table("quarantine").head();
    assertThat(quarantined.<String>getAs("error_message")).isEqualTo("no answer");
    assertThat(quarantined.<String>getAs("run")).isEqualTo(runs.get(0).spec().name());
  }

  @Test
  void aSweepWithoutAnswersHasRunsAndNoStatistics() throws Exception {
    HelmStore store = new HelmStore(SPARK, root, runs().subList(0, 1));
    store.writePlan();
    ScoreResult result = new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);
    assertThat(result.planned()).isPositive();
    assertThat(result.completed()).isZero();
    assertThat(table("stats").count()).isZero();
    assertThat(table("runs").head().<Long>getAs("planned")).isEqualTo(result.planned());
  }

  @Test
  void warmUpGoesThrough() {
    assertThatCode(() -> new WarmUp(SPARK).run()).doesNotThrowAnyException();
  }

  @Test
  void anAbandonedWarmUpEndsAndLeavesTheSessionWhole() throws Exception {
    WarmUp warmUp = new WarmUp(SPARK);
    warmUp.abandon();
    assertThatThrownBy(warmUp::run).hasStackTraceContaining("cancelled");
    HelmStore store = new HelmStore(SPARK, root, runs().subList(0, 1));
    store.writePlan();
    assertThat(new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP).planned()).isPositive();
  }

  @Test
  void aSweepWithoutRequestsHasNoStatistics() throws Exception {
    HelmStore store = new HelmStore(SPARK, root, List.of());
    store.writePlan();
    ScoreResult result = new ScoreJob(SPARK).run(root.toString(), HelmStore.SWEEP);
    assertThat(result.planned()).isZero();
    assertThat(table("stats").count()).isZero();
  }

  @Test
  void anUnknownSweepIsTheUsersError() {
    assertThatThrownBy(() -> new ScoreJob(SPARK).run(root.toString(), "nothing"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("no such sweep");
  }

  private static List<HelmRun> runs() {
    return HelmRun.all().stream().map(HelmRun::new).filter(HelmRun::supported).toList();
  }

  private org.apache.spark.sql.Dataset<Row> table(String name) {
    return SPARK
        .read()
        .parquet(root.resolve("results/" + name + "/sweep=" + HelmStore.SWEEP).toString());
  }

  private List<Statistic> statistics(String run) {
    List<Statistic> statistics = new ArrayList<>();
    for (Row row : table("stats").where("run = '" + run + "'").collectAsList()) {
      statistics.add(
          new Statistic(
              row.getAs("metric"),
              new Context(row.getAs("split"), row.getAs("sub_split"), row.getAs("perturbation")),
              row.<Long>getAs("count") == 0
                  ? Stat.EMPTY
                  : new Stat(
                      row.getAs("count"),
                      row.getAs("sum"),
                      row.getAs("sum_squared"),
                      row.getAs("min"),
                      row.getAs("max")),
              Interval.unknown(row.getAs("n"))));
    }
    return statistics;
  }
}

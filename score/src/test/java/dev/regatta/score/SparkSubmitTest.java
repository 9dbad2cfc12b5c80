package dev.regatta.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import dev.regatta.store.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar on a cluster of processes, against the same job inside {@code regatta run}. */
class SparkSubmitTest {
  private static final Path JAR = Path.of("target/regatta-score.jar").toAbsolutePath();
  private static final String SWEEP =
      """
      name: submitted
      models:
        - {name: sim, runtime: simulated, options: {tokens: 3, fail_permanent: 0.05}}
      scenarios:
        - {scenario: dyck_language, args: {num_parenthesis_pairs: 3}}
        - scenario: synthetic_reasoning
          args: {mode: pattern_match}
          adapter: {num_train_trials: 2}
      perturbations: [space]
      defaults: {max_eval_instances: 40}
      """;

  @TempDir private static Path directory;
  private static SparkCluster cluster;
  private static Path store;
  private static JsonNode run;

  @BeforeAll
  static void runInProcess() throws Exception {
    Path file = Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
    store = directory.resolve("store");
    run = regatta("run", file.toString(), "--json", "--store", store.toString());
    cluster =
        new SparkCluster(
            Files.createDirectory(directory.resolve("spark")),
            2,
            Map.of("AWS_ACCESS_KEY_ID", S3Server.USER, "AWS_SECRET_ACCESS_KEY", S3Server.SECRET));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aClusterGivesTheResultsOfOneProcess() throws Exception {
    Store results = Store.open(store.toString());
    List<String> before = results.files(Tables.STATS, Map.of());
    List<String> stats = rows(results);
    SparkCluster.Submitted submitted =
        cluster.submit(JAR, List.of(), "--store", store.toString(), "--sweep", sweep());
    assertSameResults(submitted);
    assertThat(results.files(Tables.STATS, Map.of()))
        .hasSize(1)
        .doesNotContainAnyElementsOf(before);
    assertThat(rows(results)).isEqualTo(stats);
  }

  @Test
  void theStoreMayBeOnS3() throws Exception {
    String location = "s3://" + S3Server.shared().bucket() + "/store";
    System.setProperty("regatta.s3.endpoint", S3Server.shared().endpoint());
    Store objects = Store.open(location);
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        objects.put(store.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    String endpoint = "spark.hadoop.regatta.s3.endpoint=" + S3Server.shared().endpoint();
    SparkCluster.Submitted submitted =
        cluster.submit(JAR, List.of("--conf", endpoint), "--store", location, "--sweep", sweep());
    assertSameResults(submitted);
    assertThat(rows(objects)).isEqualTo(rows(Store.open(store.toString())));
    assertThat(submitted.out() + submitted.err() + cluster.executorLogs())
        .doesNotContain(S3Server.SECRET);
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    SparkCluster.Submitted unknown =
        cluster.submit(JAR, List.of(), "--store", store.toString(), "--sweep", "nothing");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("no such sweep");
  }

  private static void assertSameResults(SparkCluster.Submitted submitted) {
    assertThat(submitted.exitCode()).as(submitted.err()).isZero();
    JsonNode result = Json.read(submitted.out().strip(), JsonNode.class);
    assertThat(result.at("/hash").asText()).hasSize(64).isEqualTo(run.at("/resultHash").asText());
    assertThat(result.at("/quarantined").asLong()).isPositive();
  }

  private static String sweep() {
    return run.at("/sweep").asText();
  }

  /** The stats as text; timings are those of the completions, which the scorings share. */
  private static List<String> rows(Store store) {
    List<String> columns = Tables.STATS.columns().stream().map(c -> c.name()).toList();
    try (TableReader reader = store.read(Tables.STATS, columns, Map.of())) {
      return reader.stream().map(Arrays::toString).sorted().toList();
    }
  }

  private static JsonNode regatta(String... arguments) throws IOException, InterruptedException {
    Path out = directory.resolve("regatta.out");
    Path err = directory.resolve("regatta.err");
    Process process =
        new JavaCommand("1g", JavaCommand.FIRST_COMPILER)
            .regatta(List.of(arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Json.read(Files.readString(out), JsonNode.class);
  }
}

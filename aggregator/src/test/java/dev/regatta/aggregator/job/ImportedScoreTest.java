package dev.regatta.aggregator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import dev.regatta.aggregator.helm.HelmExport;
import dev.regatta.aggregator.helm.HelmImport;
import dev.regatta.aggregator.helm.StoredSuite;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.StatKey;
import dev.regatta.aggregator.summary.Ties;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imported completions, scored again: HELM's stats.json, whole. */
class ImportedScoreTest {
  private static final SparkSession SPARK = SparkSessions.local(2);

  /** Numbers that only the process that made the requests can know. */
  private static final Set<String> MEASURED =
      Set.of("inference_runtime", "batch_size", "num_prompt_tokens");

  @TempDir private Path directory;

  /** The files that the web page reads have the texts, and nothing about tokens. */
  @Test
  void theDisplayFilesGiveHelmsStatistics() throws IOException {
    Path copy = directory.resolve("display");
    try (Stream<Path> files = Files.walk(Gold.directory().resolve("e2e_helm/runs"), 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(file.getParent().getFileName()).resolve(file.getFileName());
        Files.createDirectories(target.getParent());
        if (!file.getFileName().toString().startsWith("scenario_state")) {
          Files.copy(file, target);
        }
      }
    }
    scoringGivesHelmsStatistics(copy);
  }

  private void scoringGivesHelmsStatistics(Path runs) throws IOException {
    Store store = Store.open(directory.resolve("store").toString());
    HelmImport.Result imported = new HelmImport(runs, Optional.empty()).write(store);
    ScoreResult result = new ScoreJob(SPARK).run(store.location(), imported.sweep());
    assertThat(result.completed()).isEqualTo(imported.requests());
    assertThat(result.scored()).isEqualTo(result.instances());
    Map<String, Map<StatKey, Object[]>> ours = stats(store);
    SoftAssertions soft = new SoftAssertions();
    int computed = 0;
    try (Stream<Path> directories = Files.list(runs)) {
      for (Path run : directories.filter(d -> Files.exists(d.resolve("run_spec.json"))).toList()) {
        String name = Gold.document(run.resolve("run_spec.json")).get("name").asText();
        computed += compare(soft, name, Gold.document(run.resolve("stats.json")), ours.get(name));
      }
    }
    soft.assertAll();
    assertThat(computed).isPositive();
  }

  @Test
  void whatWasScoredAgainIsHandedBackAsHelmHadIt() throws IOException {
    Path runs = Gold.directory().resolve("e2e_helm/runs");
    Store store = Store.open(directory.resolve("store").toString());
    String sweep = new HelmImport(runs, Optional.empty()).write(store).sweep();
    new ScoreJob(SPARK).run(store.location(), sweep);
    assertNothingWasTakenOverThatCanBeComputed(store);
    Path out =
        new HelmExport(new StoredSuite(store, sweep), Optional.empty(), Ties.SPLIT)
            .write(directory.resolve("out"), "runs", LocalDate.of(2026, 11, 26))
            .directory();
    SoftAssertions soft = new SoftAssertions();
    try (Stream<Path> directories = Files.list(runs)) {
      for (Path run : directories.toList()) {
        Path ours = out.resolve(run.getFileName());
        Map<String, List<Double>> expected = flat(run);
        Map<String, List<Double>> found = flat(ours);
        soft.assertThat(found.keySet()).as(run.toString()).isEqualTo(expected.keySet());
        expected.forEach(
            (key, values) ->
                soft.assertThat(found.get(key))
                    .as(run.getFileName() + " " + key)
                    .usingElementComparator(ImportedScoreTest::closely)
                    .isEqualTo(values));
      }
    }
    soft.assertAll();
  }

  /**
   * What is left: the clock, tables of costs and lists of words that a user brings, code that would
   * run, and lengths of passages.
   */
  private static void assertNothingWasTakenOverThatCanBeComputed(Store store) {
    Map<String, Set<String>> taken = new HashMap<>();
    List<String> columns = List.of("run", "metric", "source");
    try (TableReader rows = store.read(Tables.STATS, columns, Map.of())) {
      for (Object[] row : rows) {
        String metric = (String) row[1];
        boolean files = metric.startsWith("training_") || metric.startsWith("bias_metric:");
        if (row[2] != null && !files && !MEASURED.contains(metric)) {
          String scenario = ((String) row[0]).split("[:,]", 2)[0];
          taken.computeIfAbsent(scenario, s -> new TreeSet<>()).add(metric);
        }
      }
    }
    assertThat(taken)
        .isEqualTo(
            Map.of(
                "code",
                Set.of("code_eval_acc", "code_eval_acc@5", "pass", "pass@5"),
                "msmarco",
                Set.of("exact_match", "max_prob", "predicted_index")));
  }

  /** Sums of all scores per instance: as many for each key as HELM has elements. */
  private static Map<String, List<Double>> flat(Path run) {
    Map<String, List<Double>> sums = new HashMap<>();
    for (JsonNode element : Gold.document(run.resolve("per_instance_stats.json"))) {
      for (JsonNode stat : element.get("stats")) {
        String key =
            element.get("instance_id").asText()
                + element.get("train_trial_index")
                + stat.get("name").get("name").asText()
                + context(stat.get("name"));
        List<Double> own = sums.computeIfAbsent(key, k -> new ArrayList<>());
        own.add(stat.get("sum").asDouble());
        own.add(stat.get("count").asDouble());
        own.add(stat.path("min").asDouble());
        own.add(stat.path("max").asDouble());
        own.add(stat.path("mean").asDouble());
      }
    }
    return sums;
  }

  private static int closely(Double a, Double b) {
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)) ? 0 : Double.compare(a, b);
  }

  private static int compare(
      SoftAssertions soft, String run, JsonNode gold, Map<StatKey, Object[]> ours) {
    Set<StatKey> expected = new HashSet<>();
    int computed = 0;
    for (JsonNode stat : gold) {
      JsonNode name = stat.get("name");
      StatKey key = new StatKey(name.get("name").asText(), context(name));
      expected.add(key);
      Object[] row = ours.get(key);
      String text = run + " " + key;
      soft.assertThat(row).as(text).isNotNull();
      if (row != null) {
        computed += row[8] == null ? 1 : 0;
        soft.assertThat(row[8] == null && MEASURED.contains(key.metric())).as(text).isFalse();
        compare(soft, text, stat, row);
      }
    }
    soft.assertThat(ours.keySet()).as(run).isEqualTo(expected);
    return computed;
  }

  private static void compare(SoftAssertions soft, String text, JsonNode gold, Object[] row) {
    List<String> fields =
        List.of("count", "sum", "sum_squared", "min", "max", "mean", "variance", "stddev");
    for (int i = 0; i < fields.size(); i++) {
      JsonNode value = gold.get(fields.get(i));
      Number own = (Number) row[i];
      if (value == null || own == null) {
        soft.assertThat(own).as(text + " " + fields.get(i)).isEqualTo(value);
      } else {
        // An iterative solver makes Platt's numbers.
        boolean platt = text.contains("metric=platt_");
        double scale = platt ? 1e-3 : fields.get(i).equals("stddev") ? 1e-6 : 1e-9;
        double distance = Math.abs(own.doubleValue() - value.asDouble());
        soft.assertThat(distance)
            .as(text + " " + fields.get(i) + " " + own + " for " + value)
            .isLessThanOrEqualTo(scale * Math.max(1, Math.abs(value.asDouble())));
      }
    }
  }

  private static Map<String, Map<StatKey, Object[]>> stats(Store store) {
    List<String> columns =
        List.of(
            "run",
            "metric",
            "split",
            "sub_split",
            "perturbation",
            "count",
            "sum",
            "sum_squared",
            "min",
            "max",
            "mean",
            "variance",
            "stddev",
            "source");
    Map<String, Map<StatKey, Object[]>> stats = new HashMap<>();
    try (TableReader rows = store.read(Tables.STATS, columns, Map.of())) {
      for (Object[] row : rows) {
        Context context = new Context((String) row[2], (String) row[3], (String) row[4]);
        Object[] numbers = Arrays.copyOfRange(row, 5, row.length);
        Object[] before =
            stats
                .computeIfAbsent((String) row[0], run -> new HashMap<>())
                .put(new StatKey((String) row[1], context), numbers);
        assertThat(before).as(row[1] + " " + context).isNull();
      }
    }
    return stats;
  }

  private static Context context(JsonNode fields) {
    JsonNode perturbation = fields.get("perturbation");
    return new Context(
        fields.path("split").asText(null),
        fields.path("sub_split").asText(null),
        perturbation == null ? null : Json.read(perturbation.toString(), Perturbation.class).key());
  }
}

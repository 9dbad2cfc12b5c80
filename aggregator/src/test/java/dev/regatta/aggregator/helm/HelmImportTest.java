package dev.regatta.aggregator.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.Gold;
import dev.regatta.aggregator.summary.Schema;
import dev.regatta.aggregator.summary.Ties;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelmImportTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gold/e2e_helm/runs",
        "data/gold_helm_runs",
        "data/gold_helm_safety_suite",
      })
  void aSuiteBroughtInAndHandedBackIsTheSameSuite(String suite) {
    Path original = shared(suite);
    Store store = Store.open(directory.resolve("store").toString());
    HelmImport in = new HelmImport(original, Optional.of("suite"));
    assertThat(in.problems()).isEmpty();
    HelmImport.Result first = in.write(store);

    Path out = export(store, first.sweep());
    HelmImport again = new HelmImport(out, Optional.of("suite"));
    assertThat(again.problems()).isEmpty();
    Store other = Store.open(directory.resolve("other").toString());
    assertThat(again.write(other)).isEqualTo(first);
    for (Table table : Tables.ALL) {
      List<String> before = rows(store, table);
      List<String> after = rows(other, table);
      List<String> changed = new ArrayList<>(after);
      changed.removeAll(Set.copyOf(before));
      assertThat(changed).as(table.name()).isEmpty();
      assertThat(after).as(table.name()).hasSameSizeAs(before);
    }
  }

  @Test
  void statisticsAreHelmsAndHaveIntervals() {
    Store store = Store.open(directory.toString());
    Path runs = shared("gold/e2e_helm/runs");
    HelmImport.Result result = new HelmImport(runs, Optional.empty()).write(store);
    assertThat(result.runs()).isEqualTo(37);
    List<String> columns =
        List.of("run", "metric", "perturbation", "mean", "n", "ci_low", "source");
    int found = 0;
    try (TableReader rows = store.read(Tables.STATS, columns, Map.of())) {
      for (Object[] row : rows) {
        assertThat(row[6]).isEqualTo("helm");
        if (row[0].equals("boolq:model=mock_beta")
            && row[1].equals("quasi_exact_match")
            && row[2] == null) {
          found++;
          assertThat(row[4]).isEqualTo(60L);
          assertThat((Double) row[5]).isLessThan((Double) row[3]);
        }
      }
    }
    assertThat(found).isEqualTo(1);
  }

  @Test
  void aMetricStandsForEveryRun() {
    Store store = Store.open(directory.toString());
    new HelmImport(shared("gold/e2e_helm/runs"), Optional.empty()).write(store);
    new HelmImport(shared("data/gold_helm_safety_suite"), Optional.empty()).write(store);
    Map<String, Object> mains = new TreeMap<>();
    try (TableReader rows = store.read(Tables.RUNS, List.of("run", "main_metric"), Map.of())) {
      rows.forEach(row -> mains.put((String) row[0], row[1]));
    }
    assertThat(mains)
        .containsEntry("boolq:model=mock_beta", "exact_match")
        .containsEntry("twitter_aae:demographic=aa,model=mock_alpha", "bits_per_byte")
        .containsEntry("simple_safety_tests:model=openai_gpt-4o-2024-05-13", "sst_score");
  }

  @Test
  void displayFilesAreThoseOfHelm() throws IOException {
    Path gold = shared("gold/e2e_helm");
    Store store = Store.open(directory.resolve("store").toString());
    HelmImport.Result result = new HelmImport(gold.resolve("runs"), Optional.empty()).write(store);
    Schema schema = Schema.read(gold.resolve("schema_e2e.yaml"));
    new HelmExport(new StoredSuite(store, result.sweep()), Optional.of(schema), Ties.SPLIT)
        .write(directory.resolve("out"), "runs", TODAY);
    try (var runs = Files.list(gold.resolve("runs"))) {
      for (Path run : runs.toList()) {
        Path ours = directory.resolve("out/runs/runs").resolve(run.getFileName());
        for (String name :
            List.of("display_predictions.json", "display_requests.json", "instances.json")) {
          assertThat(plain(Gold.document(ours.resolve(name))))
              .as(run.getFileName() + " " + name)
              .isEqualTo(plain(Gold.document(run.resolve(name))));
        }
      }
    }
  }

  @Test
  void aRunOfThePublicLayoutIsBroughtIn() throws IOException {
    Path original =
        shared("data/gold_helm_safety_suite")
            .resolve("bbq:subject=all,method=multiple_choice_joint,model=openai_gpt-4o-2024-05-13");
    Path copy = copy(original, "public");
    Files.delete(copy.resolve("scenario_state.json"));
    Store store = Store.open(directory.resolve("store").toString());
    HelmImport.Result result = new HelmImport(copy, Optional.empty()).write(store);
    assertThat(result.requests()).isEqualTo(100);
    assertThat(rows(store, Tables.COMPLETIONS)).hasSize(100);
    assertThat(rows(store, Tables.INSTANCES)).hasSize(100);
    List<Object> recomputed = new ArrayList<>();
    try (TableReader rows = store.read(Tables.IMPORTS, List.of("recomputed"), Map.of())) {
      rows.forEach(row -> recomputed.addAll((List<?>) row[0]));
    }
    assertThat(recomputed).contains("exact_match", "num_references");
    assertThat(recomputed).doesNotContain("logprob", "max_prob", "num_prompt_tokens");
  }

  @Test
  void everyFaultIsNamedAndTheOtherRunsAreLeft() throws IOException {
    Path runs = shared("gold/e2e_helm/runs");
    Path good = copy(runs.resolve("boolq:model=mock_beta"), "suite/good");
    Path noSpec = copy(good, "suite/no_spec");
    Files.delete(noSpec.resolve("run_spec.json"));
    Path cut = copy(good, "suite/cut");
    rename(cut, "cut");
    byte[] stats = Files.readAllBytes(cut.resolve("stats.json"));
    Files.write(cut.resolve("stats.json"), Arrays.copyOf(stats, stats.length / 2));
    Path twice = copy(good, "suite/twice");
    HelmImport suite = new HelmImport(directory.resolve("suite"), Optional.empty());
    assertThat(suite.problems()).hasSize(3);
    assertThat(suite.problems()).anyMatch(p -> p.startsWith(cut.resolve("stats.json") + ": "));
    assertThat(suite.problems())
        .anyMatch(p -> p.startsWith(noSpec.resolve("run_spec.json") + ": no such file"));
    assertThat(suite.problems())
        .anyMatch(p -> p.startsWith(twice.resolve("run_spec.json") + ": boolq"));
    Store store = Store.open(directory.resolve("store").toString());
    assertThat(suite.write(store).runs()).isEqualTo(1);
  }

  @Test
  void aDirectoryWithoutRunsIsTheUsersError() {
    assertThatThrownBy(() -> new HelmImport(directory, Optional.empty()))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("no run in it");
    assertThatThrownBy(() -> new HelmImport(directory.resolve("none"), Optional.empty()))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("no such directory");
  }

  @Test
  void anExportNeverWritesIntoAnother() throws IOException {
    Path run = shared("gold/e2e_helm/runs").resolve("boolq:model=mock_beta");
    Store store = Store.open(directory.resolve("store").toString());
    String sweep = new HelmImport(run, Optional.empty()).write(store).sweep();
    Path out = export(store, sweep);
    assertThatThrownBy(() -> export(store, sweep))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining(out + ": is not empty");
  }

  private Path export(Store store, String sweep) {
    return new HelmExport(new StoredSuite(store, sweep), Optional.empty(), Ties.SPLIT)
        .write(directory.resolve("out"), "suite", TODAY)
        .directory();
  }

  /** What does not name the run of a scoring, which is another in every store. */
  private static List<String> rows(Store store, Table table) {
    List<String> columns = table.columns().stream().map(column -> column.name()).toList();
    List<String> texts = new ArrayList<>();
    try (TableReader rows = store.read(table, columns, Map.of())) {
      rows.forEach(row -> texts.add(text(row)));
    }
    if (Tables.RESULTS.contains(table) || table.name().startsWith("imported")) {
      texts.sort(null);
    }
    return texts;
  }

  private static String text(Object[] row) {
    return Json.text(
        Arrays.stream(row)
            .map(value -> value instanceof Instant instant ? instant.toString() : value)
            .toList());
  }

  /** Numbers as numbers: HELM writes 0 and 0.0. */
  private static Object plain(JsonNode json) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    if (json.isArray()) {
      List<Object> list = new ArrayList<>();
      json.forEach(element -> list.add(plain(element)));
      return list;
    }
    if (json.isObject()) {
      Map<String, Object> map = new TreeMap<>();
      json.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
      return map;
    }
    return json.asText();
  }

  private Path copy(Path from, String to) throws IOException {
    Path target = Files.createDirectories(directory.resolve(to));
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(file.getFileName());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
    return target;
  }

  private static void rename(Path run, String name) throws IOException {
    Path file = run.resolve("run_spec.json");
    Files.writeString(file, Files.readString(file).replace("boolq:model=mock_beta", name));
  }

  private static Path shared(String path) {
    return Gold.directory().getParent().resolve(path);
  }
}

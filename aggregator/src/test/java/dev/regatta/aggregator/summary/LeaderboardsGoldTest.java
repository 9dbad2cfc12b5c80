package dev.regatta.aggregator.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.aggregator.Gold;
import dev.regatta.aggregator.helm.HelmImport;
import dev.regatta.aggregator.helm.StoredSuite;
import dev.regatta.protocol.Json;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables that HELM's summarizer made of the same runs, to the last digit. */
class LeaderboardsGoldTest {
  @TempDir private Path directory;

  @Test
  void theEndToEndSuite() throws IOException {
    Path gold = Gold.directory().resolve("e2e_helm");
    Schema schema =
        Schema.read(gold.resolve("schema_e2e.yaml"))
            .withModels(gold.resolve("config/model_metadata.yaml"));
    Leaderboards ours = new Leaderboards(schema, runs(gold.resolve("runs")), Ties.SPLIT);
    SummaryFiles files = new SummaryFiles(directory.resolve("out"), "shared");
    files.writeRuns(ours.runs(), LocalDate.of(2026, 11, 23));
    files.writeTables(
        ours, ours.runs().stream().map(run -> (JsonNode) Json.MAPPER.createArrayNode()).toList());
    SoftAssertions soft = new SoftAssertions();
    Set<String> names = names(gold.resolve("summary"));
    soft.assertThat(names(directory.resolve("out"))).isEqualTo(names);
    for (String name : names) {
      if (name.endsWith(".tex")) {
        soft.assertThat(Files.readString(directory.resolve("out").resolve(name)))
            .as(name)
            .isEqualTo(Files.readString(gold.resolve("summary").resolve(name)));
      } else if (!name.equals("runs.json")) {
        soft.assertThat(normal(Gold.document(directory.resolve("out").resolve(name)), name))
            .as(name)
            .isEqualTo(normal(Gold.document(gold.resolve("summary").resolve(name)), name));
      }
    }
    soft.assertAll();
  }

  /** An earlier HELM made these, with other wording and another rule for ties. */
  @Test
  void thePublishedSafetySuite() throws IOException {
    Path gold = Gold.directory().getParent().resolve("data/gold_helm_safety_suite");
    Schema schema = Schema.read(gold.resolve("schema.json"));
    Leaderboards ours = new Leaderboards(schema, runs(gold), Ties.BY_ROW);
    Map<String, List<Table>> groups = ours.groups();
    SoftAssertions soft = new SoftAssertions();
    soft.assertThat(groups.keySet())
        .containsExactlyInAnyOrder(
            "safety_scenarios",
            "harm_bench",
            "simple_safety_tests",
            "xstest",
            "bbq",
            "anthropic_red_team");
    groups.forEach(
        (group, tables) ->
            soft.assertThat(values(Json.MAPPER.valueToTree(tables)))
                .as(group)
                .isEqualTo(values(Gold.document(gold.resolve("groups/" + group + ".json")))));
    soft.assertThat(values(Json.MAPPER.valueToTree(ours.index())))
        .isEqualTo(values(Gold.document(gold.resolve("groups.json"))));
    soft.assertAll();
  }

  @Test
  void winRatesCountTiesHalfAndPassOverWhatIsMissing() {
    List<HeaderCell> header =
        List.of(HeaderCell.of("Model", null), new HeaderCell("x", null, false, false, Map.of()));
    List<List<Cell>> rows =
        Stream.of(0.8, 0.6, 0.6, null, 0.1)
            .map(value -> List.of(Cell.of("m"), Cell.of((Object) value)))
            .toList();
    assertThat(Aggregation.winRates(header, rows, Ties.SPLIT))
        .containsExactly(1, 0.5, 0.5, Double.NaN, 0);
    assertThat(Aggregation.winRates(header, rows, Ties.BY_ROW))
        .containsExactly(1, 1 / 3.0, 2 / 3.0, Double.NaN, 0);
  }

  private List<SummaryRun> runs(Path suite) {
    Store store = Store.open(directory.resolve("store").toString());
    String sweep = new HelmImport(suite, Optional.empty()).write(store).sweep();
    return new StoredSuite(store, sweep).summaries();
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return new TreeSet<>(
          files
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString().replaceFirst("\\.gz$", ""))
              .toList());
    }
  }

  /** Without what HELM leaves to chance (the order of a set) and what the gold has emptied. */
  private static JsonNode normal(JsonNode json, String name) {
    if (name.equals("groups.json")) {
      for (JsonNode table : json) {
        for (JsonNode row : table.get("rows")) {
          String[] methods = row.get(2).path("value").asText().split(", ");
          Arrays.sort(methods);
          ((ObjectNode) row.get(2)).put("value", String.join(", ", methods));
        }
      }
    }
    if (name.equals("schema.json")) {
      ((ObjectNode) json).remove("adapter");
    }
    return Json.read(Json.text(numbers(json)), JsonNode.class);
  }

  /** 60 and 60.0 are one number. */
  private static Object numbers(JsonNode json) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    if (json.isArray()) {
      List<Object> list = new ArrayList<>();
      json.forEach(element -> list.add(numbers(element)));
      return list;
    }
    if (json.isObject()) {
      Map<String, Object> map = new TreeMap<>();
      json.properties().forEach(e -> map.put(e.getKey(), numbers(e.getValue())));
      return map;
    }
    return json.isNull() ? null : json.isBoolean() ? json.asBoolean() : json.asText();
  }

  /** Values, descriptions and runs of all cells. */
  private static List<Object> values(JsonNode tables) {
    List<Object> values = new ArrayList<>();
    for (JsonNode table : tables) {
      values.add(table.get("title").asText());
      for (JsonNode row : table.get("rows")) {
        for (JsonNode cell : row) {
          String text = cell.path("value").asText();
          boolean methods = text.contains("generation") && text.contains(",");
          values.add(
              cell.path("value").isNumber()
                  ? (Object) cell.get("value").doubleValue()
                  : methods ? "methods" : text);
          values.add(cell.path("description").asText(""));
          values.add(cell.path("run_spec_names").toString());
          values.add(cell.path("style").toString());
        }
      }
    }
    return values;
  }
}

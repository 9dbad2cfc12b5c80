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
}

package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of a suite that HELM's web page reads, beside the directories of the runs. */
public final class SummaryFiles {
  private final Path directory;
  private final String suite;

  /**
   * @param directory of the suite, {@code .../runs/SUITE}
   */
  public SummaryFiles(Path directory, String suite) {
    this.directory = directory;
    this.suite = suite;
  }

  /** Writes what needs no definition of a leaderboard: the list of the runs. */
  public void writeRuns(List<SummaryRun> runs, LocalDate date) {
    write(
        "summary.json", Map.of("suites", List.of(suite), "suite", suite, "date", date.toString()));
    Map<String, String> suites = new LinkedHashMap<>();
    runs.forEach(run -> suites.put(run.name(), suite));
    write("runs_to_run_suites.json", suites);
    write("run_specs.json", runs.stream().map(SummaryRun::spec).toList());
    write("costs.json", Map.of());
  }

  /**
   * Writes the runs with their statistics, and the tables.
   *
   * @param stats of each run, as HELM writes them, in the order of the runs
   */
  public void writeTables(Leaderboards leaderboards, List<JsonNode> stats) {
    ArrayNode runs = Json.MAPPER.createArrayNode();
    for (int i = 0; i < stats.size(); i++) {
      SummaryRun run = leaderboards.runs().get(i);
      ObjectNode node = runs.addObject();
      node.put("run_path", path(run.name().replace("/", "_")));
      node.set("run_spec", run.spec());
      node.set("stats", stats.get(i));
    }
    write("runs.json", runs);
    write("schema.json", schema(leaderboards));
    write("groups.json", leaderboards.index());
    write("groups_metadata.json", metadata(leaderboards.schema()));
    leaderboards.groups().forEach(this::writeGroup);
  }

  private void writeGroup(String group, List<Table> tables) {
    List<Table> linked = new ArrayList<>();
    for (Table table : tables) {
      String name = group + "_" + table.name();
      List<Link> links = new ArrayList<>(table.links());
      links.add(new Link("LaTeX", path("groups/latex/" + name + ".tex")));
      links.add(new Link("JSON", path("groups/json/" + name + ".json")));
      Table whole = table.withLinks(links);
      linked.add(whole);
      write("groups/json/" + name + ".json", whole);
      text("groups/latex/" + name + ".tex", Latex.of(table, table.name() + " (" + group + ")"));
    }
    write("groups/" + group + ".json", linked);
  }

  private String path(String file) {
    return "benchmark_output/runs/" + suite + "/" + file;
  }

  private static Map<String, Object> metadata(Schema schema) {
    Map<String, Object> groups = new LinkedHashMap<>();
    for (RunGroup group : schema.runGroups()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("display_name", group.display());
      fields.put("description", group.description());
      fields.put("taxonomy", group.taxonomy());
      groups.put(group.name(), fields);
    }
    return groups;
  }

  /**
   * The definition with the models that there are runs of, and the names of the adapter's fields.
   */
  private static ObjectNode schema(Leaderboards leaderboards) {
    Schema schema = leaderboards.schema();
    Set<String> models = new LinkedHashSet<>();
    Set<String> fields = new LinkedHashSet<>();
    for (SummaryRun run : leaderboards.runs()) {
      models.add(run.adapter().path("model").asText());
      run.adapter().fieldNames().forEachRemaining(fields::add);
    }
    List<ModelField> shown = new ArrayList<>();
    schema.models().stream().filter(model -> models.remove(model.name())).forEach(shown::add);
    models.forEach(name -> shown.add(ModelField.of(name)));
    ObjectNode json = Json.MAPPER.valueToTree(schema);
    ArrayNode adapter = json.putArray("adapter");
    fields.forEach(name -> adapter.addObject().put("name", name).put("description", ""));
    json.set("models", Json.MAPPER.valueToTree(shown));
    return json;
  }

  private void write(String name, Object value) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Json.MAPPER.writer(printer).writeValue(file.toFile(), value);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write " + directory.resolve(name) + ": " + e, e);
    }
  }

  private void text(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write " + directory.resolve(name) + ": " + e, e);
    }
  }
}

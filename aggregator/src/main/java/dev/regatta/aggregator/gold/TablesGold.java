package dev.regatta.aggregator.gold;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.helm.HelmImport;
import dev.regatta.aggregator.helm.StoredSuite;
import dev.regatta.aggregator.summary.Leaderboards;
import dev.regatta.aggregator.summary.Schema;
import dev.regatta.aggregator.summary.SummaryRun;
import dev.regatta.aggregator.summary.Ties;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables that HELM's summarizer made of runs beside them: in HELM's layout (runs, {@code
 * schema.json}, {@code groups.json}, {@code groups/}), or with {@code schema*.yaml}, {@code runs}
 * and {@code summary} in directories of their own. One part per group of tables, one case per cell.
 *
 * <p>HELM's rule for ties has changed and its files do not tell which one they were made by, so the
 * rule is the one that gives more of the cells.
 */
final class TablesGold implements GoldCheck {
  private static final String GROUPS = "groups.json";
  private static final String SUMMARY = "summary";

  private final Path scratch;

  TablesGold(Path scratch) {
    this.scratch = scratch;
  }

  /** What belongs together. */
  private record Layout(Path runs, Path schema, Optional<Path> models, Path tables) {}

  @Override
  public String kind() {
    return "tables";
  }

  @Override
  public String about() {
    return "HELM's tables: cells, mean win rates and means of every group";
  }

  @Override
  public boolean recognises(Path path) {
    return Files.isDirectory(path) && layout(path).isPresent();
  }

  @Override
  public void check(Path gold, Findings findings) {
    Layout layout = layout(gold).orElseThrow();
    Schema read = Schema.read(layout.schema());
    Schema schema = layout.models().map(read::withModels).orElse(read);
    Map<String, JsonNode> recorded = recorded(layout, findings);
    List<SummaryRun> runs = runs(layout, findings);
    Stream.of(Ties.values())
        .map(ties -> new TableCells(new Leaderboards(schema, runs, ties)))
        .max(Comparator.comparingLong(cells -> cells.agreeing(recorded)))
        .orElseThrow()
        .compare(recorded, findings);
  }

  private List<SummaryRun> runs(Layout layout, Findings findings) {
    try {
      Store store = Store.open(Files.createTempDirectory(scratch, "tables").toString());
      HelmImport runs = new HelmImport(layout.runs(), Optional.of("gold"));
      runs.problems()
          .forEach(problem -> findings.fail("(runs)", problem, "a whole run", "not one"));
      return new StoredSuite(store, runs.write(store).sweep()).summaries();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write to " + scratch, e);
    }
  }

  private static Map<String, JsonNode> recorded(Layout layout, Findings findings) {
    Map<String, JsonNode> recorded = new LinkedHashMap<>();
    Path index = layout.tables().resolve(GROUPS);
    try (Stream<Path> files = Files.list(layout.tables().resolve("groups"))) {
      List<Path> all =
          Stream.concat(Stream.of(index), files.filter(Files::isRegularFile).sorted()).toList();
      for (Path file : all) {
        String name = layout.tables().relativize(file).toString().replaceFirst("\\.gz$", "");
        try {
          recorded.put(name, GoldFiles.document(file.resolveSibling(Path.of(name).getFileName())));
        } catch (RegattaException e) {
          findings.fail(name, name, "HELM's tables", e.getMessage());
        }
      }
    } catch (IOException e) {
      throw RegattaException.resource("Cannot look into " + layout.tables(), e);
    }
    return recorded;
  }

  private static Optional<Layout> layout(Path path) {
    Path schema = path.resolve("schema.json");
    if (isSummary(path) && GoldFiles.has(schema) && !RunDirectories.of(path).isEmpty()) {
      return Optional.of(new Layout(path, schema, Optional.empty(), path));
    }
    Path summary = path.resolve(SUMMARY);
    Path runs = path.resolve("runs");
    if (!isSummary(summary) || RunDirectories.of(runs).isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> models =
        Optional.of(path.resolve("config/model_metadata.yaml")).filter(Files::isRegularFile);
    return schemaYaml(path).map(file -> new Layout(runs, file, models, summary));
  }

  private static boolean isSummary(Path path) {
    return GoldFiles.has(path.resolve(GROUPS)) && Files.isDirectory(path.resolve("groups"));
  }

  private static Optional<Path> schemaYaml(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.getFileName().toString().matches("schema.*\\.ya?ml"))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot look into " + path, e);
    }
  }
}

package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.aggregator.summary.Leaderboards;
import dev.regatta.aggregator.summary.Schema;
import dev.regatta.aggregator.summary.SummaryFiles;
import dev.regatta.aggregator.summary.Ties;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes a sweep as a suite that HELM's own summarizer and web page read. */
public final class HelmExport {
  private final StoredSuite suite;
  private final Optional<Schema> schema;
  private final Ties ties;

  /**
   * What was written.
   *
   * @param directory of the suite
   * @param unanswered request states left out, because they have no answer
   */
  public record Result(Path directory, int runs, long requests, long unanswered) {}

  /**
   * @param schema definition of the leaderboard; without one there are no tables
   */
  public HelmExport(StoredSuite suite, Optional<Schema> schema, Ties ties) {
    this.suite = suite;
    this.schema = schema;
    this.ties = ties;
  }

  /**
   * Writes {@code OUTPUT/runs/NAME}.
   *
   * @throws RegattaException USER where that directory is there and not empty; nothing is written
   */
  public Result write(Path output, String name, LocalDate today) {
    Path directory = output.resolve("runs").resolve(name);
    requireEmpty(directory);
    requireDirectories();
    SweepAnswers answers = new SweepAnswers(suite.store(), suite.plan());
    Map<String, List<Object[]>> scores = scores();
    long requests = 0;
    long unanswered = 0;
    for (StoredRun run : suite.runs()) {
      List<HelmRequestState> all = answers.states(run.spec().name());
      List<HelmRequestState> states = all.stream().filter(state -> state.result() != null).toList();
      requests += states.size();
      unanswered += all.size() - states.size();
      List<Object[]> own = scores.getOrDefault(run.spec().name(), List.of());
      write(directory.resolve(run.directory()), run, states, own);
    }
    SummaryFiles files = new SummaryFiles(directory, name);
    files.writeRuns(suite.summaries(), today);
    schema.ifPresent(
        definition ->
            files.writeTables(new Leaderboards(definition, suite.summaries(), ties), stats()));
    return new Result(directory, suite.runs().size(), requests, unanswered);
  }

  private static void requireEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw RegattaException.user(directory + ": is not empty (expected: a new directory)");
      }
    } catch (IOException e) {
      throw RegattaException.user(directory + ": is no directory (expected: a new directory)");
    }
  }

  /** Names of runs come from files of others and become names of directories. */
  private void requireDirectories() {
    Map<String, String> names = new HashMap<>();
    for (StoredRun run : suite.runs()) {
      String name = run.spec().name();
      String directory = run.directory();
      if (directory.equals(".") || directory.equals("..")) {
        throw RegattaException.user("Run " + name + " (expected: a name for a directory)");
      }
      String other = names.putIfAbsent(directory, name);
      if (other != null) {
        throw RegattaException.user(
            "Runs " + other + " and " + name + " would share the directory " + directory);
      }
    }
  }

  private Map<String, List<Object[]>> scores() {
    Map<String, List<Object[]>> scores = new HashMap<>();
    Map<String, String> partition = Map.of("sweep", suite.plan().sweep());
    try (TableReader rows =
        suite.store().read(Tables.INSTANCE_STATS, InstanceEntries.COLUMNS, partition)) {
      rows.forEach(
          row -> scores.computeIfAbsent((String) row[0], run -> new ArrayList<>()).add(row));
    }
    return scores;
  }

  private List<JsonNode> stats() {
    return suite.runs().stream()
        .map(run -> Json.MAPPER.<JsonNode>valueToTree(run.stats()))
        .toList();
  }

  private void write(
      Path directory, StoredRun run, List<HelmRequestState> states, List<Object[]> scores) {
    HelmOutputFiles files = new HelmOutputFiles(directory);
    files.object(HelmFiles.RUN_SPEC, run.json());
    if (run.scenario() != null) {
      files.object(HelmFiles.SCENARIO, run.scenario());
    }
    files.list(HelmFiles.STATS, run.stats());
    InstanceEntries entries = new InstanceEntries(states);
    scores.forEach(row -> entries.add(row, run.unknown()));
    if (!scores.isEmpty()) {
      files.list(HelmFiles.INSTANCE_STATS, entries.elements());
    }
    if (states.isEmpty()) {
      return;
    }
    ObjectNode others = run.state();
    if (others != null) {
      files.states(others, states);
    }
    Map<InstanceEntries.Key, HelmInstance> instances = new LinkedHashMap<>();
    DisplayFiles display = new DisplayFiles(run.spec().adapter(), entries, shown(run));
    for (HelmRequestState state : states) {
      HelmInstance instance = state.instance();
      instances.putIfAbsent(
          new InstanceEntries.Key(instance.id(), instance.perturbationKey(), 0), instance);
      display.add(state);
    }
    files.list(HelmFiles.INSTANCES, instances.values());
    files.list(HelmFiles.PREDICTIONS, display.predictions());
    files.list(HelmFiles.REQUESTS, display.requests());
  }

  /** The metrics that the leaderboard shows of a run; without one, those it was asked for. */
  private Set<String> shown(StoredRun run) {
    if (schema.isPresent()) {
      return schema.get().shownMetrics(run.summary().groups());
    }
    Set<String> names = new LinkedHashSet<>(run.spec().metrics());
    names.add(run.spec().mainMetric());
    return names;
  }
}

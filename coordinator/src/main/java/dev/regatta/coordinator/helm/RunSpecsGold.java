package dev.regatta.coordinator.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Run-entry files ({@code *entries*.conf}, with the number of instances at the end of the name)
 * beside HELM's {@code config} and the {@code runs} that HELM made of them: the run specs.
 */
public final class RunSpecsGold implements GoldCheck {
  private static final Pattern ENTRIES = Pattern.compile(".*entries.*?(?:_(\\d+))?\\.conf");
  private static final String CONFIG = "config";
  private static final String RUNS = "runs";
  private static final String EXPANDED = "run entries";
  private static final String ROUND_TRIP = "run specs read and written";

  @Override
  public String kind() {
    return "run-specs";
  }

  @Override
  public String about() {
    return "the run specs that HELM made of run entries";
  }

  @Override
  public boolean recognises(Path path) {
    return Files.isDirectory(path.resolve(CONFIG))
        && Files.isDirectory(path.resolve(RUNS))
        && !entryFiles(path).isEmpty();
  }

  @Override
  public void check(Path gold, Findings findings) {
    RunSpecFactory factory = new RunSpecFactory(ModelRegistry.read(gold.resolve(CONFIG)), null);
    Map<String, JsonNode> ours = new TreeMap<>();
    for (Path file : entryFiles(gold)) {
      expand(file, factory, ours, findings);
    }
    for (Path run : GoldFiles.directories(gold.resolve(RUNS))) {
      String where = run.getFileName().toString();
      try {
        JsonNode recorded = numbers(GoldFiles.document(run.resolve("run_spec.json")));
        String name = recorded.path("name").asText(where);
        JsonNode own = ours.remove(name);
        if (own == null) {
          findings.fail(EXPANDED, where, "a run spec", "no entry gives one of this name");
        } else {
          compare(EXPANDED, where, recorded, own, findings);
        }
        compare(ROUND_TRIP, where, recorded, numbers(read(run)), findings);
      } catch (RegattaException e) {
        findings.fail(ROUND_TRIP, where, "HELM's run spec", e.getMessage());
      }
    }
    ours.forEach((name, spec) -> findings.fail(EXPANDED, name, "no such run", "a run spec"));
  }

  private static JsonNode read(Path run) {
    return RunSpecJson.write(RunSpecJson.read(run.resolve("run_spec.json")));
  }

  private static void compare(
      String part, String where, JsonNode recorded, JsonNode own, Findings findings) {
    Map<String, JsonNode> expected = new TreeMap<>();
    recorded.properties().forEach(field -> expected.put(field.getKey(), field.getValue()));
    Map<String, JsonNode> found = new TreeMap<>();
    own.properties().forEach(field -> found.put(field.getKey(), field.getValue()));
    found.keySet().forEach(field -> expected.putIfAbsent(field, null));
    findings.fields(part, where, expected, () -> found);
  }

  /** An entry that cannot be expanded hides no other. */
  private static void expand(
      Path file, RunSpecFactory factory, Map<String, JsonNode> ours, Findings findings) {
    Matcher name = ENTRIES.matcher(file.getFileName().toString());
    Optional<Integer> size =
        name.matches()
            ? Optional.ofNullable(name.group(1)).map(Integer::valueOf)
            : Optional.empty();
    RunSelection selection = new RunSelection(size, Optional.empty(), List.of(), Optional.empty());
    RunEntries entries = new RunEntries(factory, selection);
    try {
      for (RunEntry entry : RunEntryFile.read(file)) {
        expand(entry, entries, ours, findings);
      }
    } catch (RegattaException e) {
      findings.fail(EXPANDED, file.getFileName().toString(), "run entries", e.getMessage());
    }
  }

  private static void expand(
      RunEntry entry, RunEntries entries, Map<String, JsonNode> ours, Findings findings) {
    try {
      for (HelmRunSpec run : entries.runs(List.of(entry))) {
        ours.put(run.name(), numbers(RunSpecJson.write(run)));
      }
    } catch (RegattaException e) {
      findings.fail(EXPANDED, entry.description(), "run specs", e.getMessage());
    }
  }

  private static List<Path> entryFiles(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> ENTRIES.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot look into " + directory, e);
    }
  }

  /** With every number as a double: HELM writes a temperature as 1 or as 1.0. */
  private static JsonNode numbers(JsonNode json) {
    if (json instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object.properties().forEach(field -> copy.set(field.getKey(), numbers(field.getValue())));
      return copy;
    }
    if (json instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(item -> copy.add(numbers(item)));
      return copy;
    }
    return json.isNumber() ? DoubleNode.valueOf(json.doubleValue()) : json;
  }
}

package dev.regatta.coordinator.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our expansion of HELM's run-entry files against the run specs that HELM recorded. */
class RunSpecsGoldTest {

  @TestFactory
  Stream<DynamicTest> expandedRunSpecsAreHelms() {
    Map<String, JsonNode> ours = new TreeMap<>();
    for (int size : new int[] {8, 16, 60}) {
      expand(size).forEach(run -> ours.put(run.name(), RunSpecJson.write(run)));
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Path run : EndToEndGold.runs()) {
      JsonNode expected = EndToEndGold.json(run, "run_spec.json");
      String name = expected.get("name").asText();
      tests.add(
          DynamicTest.dynamicTest(
              name, () -> assertThat(numbers(ours.get(name))).isEqualTo(numbers(expected))));
    }
    tests.add(
        DynamicTest.dynamicTest(
            "and no others", () -> assertThat(ours).hasSize(EndToEndGold.runs().size())));
    return tests.stream();
  }

  @Test
  void aRunSpecFileIsReadAndWrittenAsItIs() {
    for (Path run : EndToEndGold.runs()) {
      JsonNode expected = EndToEndGold.json(run, "run_spec.json");
      JsonNode written = RunSpecJson.write(RunSpecJson.read(run.resolve("run_spec.json")));
      assertThat(numbers(written)).isEqualTo(numbers(expected));
    }
  }

  private static List<HelmRunSpec> expand(int size) {
    Path file = EndToEndGold.root().resolve("run_entries_" + size + ".conf");
    RunSelection selection =
        new RunSelection(Optional.of(size), Optional.empty(), List.of(), Optional.empty());
    RunSpecFactory factory = new RunSpecFactory(ModelRegistry.read(EndToEndGold.config()), null);
    return new RunEntries(factory, selection).runs(RunEntryFile.read(file));
  }

  /** With every number as a double: HELM writes a temperature as 1 or as 1.0. */
  private static JsonNode numbers(JsonNode json) {
    if (json instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object.properties().forEach(field -> copy.set(field.getKey(), numbers(field.getValue())));
      return copy;
    }
    if (json != null && json.isArray()) {
      var copy = ((ArrayNode) json).arrayNode();
      json.forEach(item -> copy.add(numbers(item)));
      return copy;
    }
    return json != null && json.isNumber() ? DoubleNode.valueOf(json.doubleValue()) : json;
  }
}

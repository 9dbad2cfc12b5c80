package dev.regatta.coordinator.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.adapt.Downsampling;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.scenario.helm.HelmScenarios;
import dev.regatta.protocol.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The instances of our scenarios against those that HELM evaluated, perturbed copies aside. */
class InstancesGoldTest {
  @TempDir private static Path directory;

  @TestFactory
  Stream<DynamicTest> evaluatedInstancesAreHelms() {
    HelmScenarios scenarios = new HelmScenarios(EndToEndGold.folders(directory));
    return EndToEndGold.runs().stream()
        .map(
            run ->
                DynamicTest.dynamicTest(
                    run.getFileName().toString(), () -> compare(run, scenarios)));
  }

  private static void compare(Path run, HelmScenarios scenarios) {
    HelmRunSpec spec = RunSpecJson.read(run.resolve("run_spec.json"));
    JsonNode recorded = EndToEndGold.json(run, "instances.json");
    Map<String, JsonNode> expected = new LinkedHashMap<>();
    for (JsonNode instance : recorded) {
      if (!instance.has("perturbation")) {
        expected.put(instance.get("id").asText(), instance);
      }
    }
    boolean extra = expected.values().stream().anyMatch(instance -> instance.has("extra_data"));
    Map<String, JsonNode> ours = new LinkedHashMap<>();
    for (Instance instance : evaluated(scenarios.of(spec.scenarioSpec()), spec)) {
      ours.put(instance.id(), json(instance, extra));
    }
    assertThat(ours.keySet()).containsExactlyElementsOf(expected.keySet());
    ours.forEach((id, instance) -> assertThat(instance).as(id).isEqualTo(expected.get(id)));
  }

  private static List<Instance> evaluated(Scenario scenario, HelmRunSpec spec) {
    try (Stream<Instance> all = scenario.instances()) {
      List<Instance> eval =
          all.filter(instance -> !instance.split().equals(Instance.TRAIN)).toList();
      return Downsampling.keep(eval, spec.adapterSpec().maxEvalInstances());
    }
  }

  private static JsonNode json(Instance instance, boolean extra) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ObjectNode input = json.putObject("input").put("text", instance.input());
    if (instance.messages() != null) {
      input.set("messages", Json.MAPPER.valueToTree(instance.messages()));
    }
    json.set("references", references(instance.references()));
    json.put("split", instance.split());
    if (instance.subSplit() != null) {
      json.put("sub_split", instance.subSplit());
    }
    json.put("id", instance.id());
    if (!instance.contrastInputs().isEmpty()) {
      ArrayNode inputs = json.putArray("contrast_inputs");
      instance.contrastInputs().forEach(text -> inputs.addObject().put("text", text));
      ArrayNode references = json.putArray("contrast_references");
      instance.contrastReferences().forEach(list -> references.add(references(list)));
    }
    if (extra) {
      json.set("extra_data", Json.MAPPER.valueToTree(instance.extra()));
    }
    return json;
  }

  private static ArrayNode references(List<Reference> references) {
    ArrayNode json = Json.MAPPER.createArrayNode();
    for (Reference reference : references) {
      ObjectNode one = json.addObject();
      one.putObject("output").put("text", reference.text());
      one.set("tags", Json.MAPPER.valueToTree(reference.tags()));
    }
    return json;
  }
}

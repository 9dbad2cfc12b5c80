package dev.regatta.coordinator.adapt;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Perturbation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** The output directory of a HELM run, as far as it says what was asked. */
record HelmRun(AdapterSpec spec, String model, List<JsonNode> states) {

  static HelmRun read(Path folder) throws IOException {
    JsonNode fields = json(folder, "run_spec.json").get("adapter_spec");
    return new HelmRun(
        spec(fields),
        fields.get("model").asText(),
        elements(json(folder, "scenario_state.json").get("request_states")).toList());
  }

  /** An adapter spec of which some fields are given. */
  static AdapterSpec spec(JsonNode fields) {
    ObjectNode merged = Json.MAPPER.valueToTree(AdapterSpecs.defaults("").build());
    fields.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    return Json.MAPPER.convertValue(merged, AdapterSpec.class);
  }

  /** The request states of one trial by their instance, in order. */
  Map<Instance, List<JsonNode>> trial(int trial) {
    Map<Instance, List<JsonNode>> byInstance = new LinkedHashMap<>();
    for (JsonNode state : states) {
      if (state.get("train_trial_index").asInt() == trial) {
        byInstance
            .computeIfAbsent(instance(state.get("instance")), any -> new ArrayList<>())
            .add(state);
      }
    }
    return byInstance;
  }

  private static Instance instance(JsonNode node) {
    JsonNode input = node.get("input");
    return new Instance(
        input.path("text").asText(""),
        input.has("messages")
            ? Json.MAPPER.convertValue(input.get("messages"), new TypeReference<List<Message>>() {})
            : null,
        elements(node.get("references")).map(HelmRun::reference).toList(),
        node.get("split").asText(),
        node.path("sub_split").asText(null),
        node.get("id").asText(),
        node.has("perturbation")
            ? Json.MAPPER.convertValue(node.get("perturbation"), Perturbation.class)
            : null,
        List.of(),
        List.of(),
        Map.of());
  }

  private static Reference reference(JsonNode node) {
    return new Reference(
        node.get("output").get("text").asText(),
        elements(node.get("tags")).map(JsonNode::asText).toList());
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode json(Path folder, String name) throws IOException {
    Path plain = folder.resolve(name);
    if (Files.exists(plain)) {
      return Json.MAPPER.readTree(plain.toFile());
    }
    try (InputStream packed =
        new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".gz")))) {
      return Json.MAPPER.readTree(packed);
    }
  }
}

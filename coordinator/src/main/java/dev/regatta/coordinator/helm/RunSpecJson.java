package dev.regatta.coordinator.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and writes {@code run_spec.json}; what a file leaves out has HELM's default. */
final class RunSpecJson {
  private static final JsonMapper MAPPER =
      (JsonMapper)
          Json.MAPPER
              .copy()
              .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final String ADAPTER = "adapter_spec";
  private static final String AUGMENTER = "data_augmenter_spec";
  private static final List<String> MODEL_NAMES = List.of("model", "model_deployment");

  /** Fields of HELM's AdapterSpec that ask for something other than text; refused. */
  private static final List<String> NOT_TEXT =
      List.of("image_generation_parameters", "reeval_parameters");

  private RunSpecJson() {}

  static JsonNode write(HelmRunSpec run) {
    ObjectNode json = MAPPER.valueToTree(run);
    ObjectNode adapter = (ObjectNode) json.get(ADAPTER);
    for (String name : MODEL_NAMES) {
      adapter.set(name, json.remove(name));
    }
    return json;
  }

  /** The same as plain values. */
  static Map<String, Object> document(HelmRunSpec run) {
    return MAPPER.convertValue(write(run), new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /**
   * @throws RegattaException USER with the file and the key that is wrong
   */
  static HelmRunSpec read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw RegattaException.user("No such file " + file + " (expected: a run_spec.json)");
    }
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      if (!(json instanceof ObjectNode object) || !(json.get(ADAPTER) instanceof ObjectNode)) {
        throw RegattaException.user(file + ": no adapter_spec (expected: HELM's run_spec.json)");
      }
      return read(file, object);
    } catch (UnrecognizedPropertyException e) {
      List<String> known =
          e.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.toList());
      throw RegattaException.user(
          file
              + ": unknown key "
              + e.getPropertyName()
              + Suggestion.among(e.getPropertyName(), known));
    } catch (JsonMappingException e) {
      throw RegattaException.user(file + ": " + key(e) + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw RegattaException.user(file + ":" + line + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw RegattaException.user("Cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String key(JsonMappingException e) {
    return e.getPath().stream()
        .map(Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.collectingAndThen(Collectors.joining("."), path -> path + ": "));
  }

  private static HelmRunSpec read(Path file, ObjectNode json) throws JsonProcessingException {
    ObjectNode adapter = (ObjectNode) json.get(ADAPTER);
    for (String field : NOT_TEXT) {
      if (Optional.ofNullable(adapter.remove(field)).filter(value -> !value.isNull()).isPresent()) {
        throw RegattaException.user(file + ": adapter_spec." + field + " (expected: none)");
      }
    }
    for (String name : MODEL_NAMES) {
      JsonNode value = adapter.remove(name);
      json.put(name, value == null || value.isNull() ? "" : value.asText());
    }
    json.set(ADAPTER, over(adapter, AdapterSpecs.defaults(AdapterSpec.GENERATION).build()));
    JsonNode augmenter = json.get(AUGMENTER);
    json.set(
        AUGMENTER,
        over(
            augmenter instanceof ObjectNode object ? object : MAPPER.createObjectNode(),
            AugmenterSpec.NONE));
    HelmRunSpec run = MAPPER.treeToValue(json, HelmRunSpec.class);
    require(file, "name", run.name());
    require(file, "scenario_spec", run.scenarioSpec());
    require(file, "metric_specs", run.metricSpecs());
    require(file, "groups", run.groups());
    return run;
  }

  private static JsonNode over(ObjectNode given, Object defaults) {
    ObjectNode all = MAPPER.valueToTree(defaults);
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (!field.getValue().isNull()) {
        all.set(field.getKey(), field.getValue());
      }
    }
    return all;
  }

  private static void require(Path file, String key, Object value) {
    if (value == null) {
      throw RegattaException.user(file + ": no " + key + " (expected: HELM's run_spec.json)");
    }
  }
}

package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.PythonPattern;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** HELM's {@code run_spec.json} as our run specs and back. */
final class HelmRunSpecs {
  private static final String MODEL = "model";
  private static final String DEPLOYMENT = "model_deployment";

  /** HELM's defaults of what older files lack. */
  private static final ObjectNode DEFAULTS =
      Json.MAPPER
          .createObjectNode()
          .put("num_outputs", 5)
          .put("num_train_trials", 1)
          .put("num_trials", 1)
          .put("sample_train", true);

  private HelmRunSpecs() {}

  static RunSpec read(HelmFiles files, JsonNode json) {
    String name = text(files, json, "name");
    JsonNode given = json.path("adapter_spec");
    if (!(given instanceof ObjectNode)) {
      throw files.wrong(HelmFiles.RUN_SPEC, "adapter_spec is missing (expected: an object)", null);
    }
    text(files, given, "method");
    ObjectNode adapter = DEFAULTS.deepCopy();
    adapter.setAll((ObjectNode) given);
    requirePattern(files, given.path("output_mapping_pattern"));
    List<String> metrics = HelmMetrics.asked(json.path("metric_specs"));
    try {
      return new RunSpec(
          name,
          model(files, given),
          "",
          scenario(name),
          object(json.path("scenario_spec")),
          Json.MAPPER.treeToValue(adapter, AdapterSpec.class),
          augmentation(json.path("data_augmenter_spec")),
          metrics,
          metrics.isEmpty() ? "exact_match" : metrics.get(0),
          strings(json.path("groups")));
    } catch (JsonProcessingException e) {
      throw files.wrong(HelmFiles.RUN_SPEC, "adapter_spec: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The document for a run that was planned here: HELM's own where it was planned from HELM's
   * files; else one that HELM reads, but cannot run.
   */
  static ObjectNode write(RunSpec run) {
    if (run.helm() != null) {
      return Json.MAPPER.valueToTree(run.helm());
    }
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("name", run.name());
    json.set("scenario_spec", spec(run.scenarioSpec()));
    ObjectNode adapter = Json.MAPPER.valueToTree(run.adapter());
    adapter.remove("chat_parameters");
    adapter.put(DEPLOYMENT, run.model()).put(MODEL, run.model());
    json.set("adapter_spec", adapter);
    ObjectNode metric = json.putArray("metric_specs").addObject();
    metric.put("class_name", "helm.benchmark.metrics.basic_metrics.BasicGenerationMetric");
    metric.putObject("args").set("names", Json.MAPPER.valueToTree(run.metrics()));
    ObjectNode augmenter = json.putObject("data_augmenter_spec");
    var perturbations = augmenter.putArray("perturbation_specs");
    DataAugmentation augmentation = run.augmentation();
    augmentation.perturbations().forEach(p -> perturbations.add(spec(p)));
    boolean augmented = !augmentation.perturbations().isEmpty();
    augmenter
        .put("should_augment_train_instances", false)
        .put("should_include_original_train", augmented)
        .put("should_skip_unchanged_train", augmented)
        .put("should_augment_eval_instances", augmented)
        .put("should_include_original_eval", augmented && !augmentation.dropOriginals())
        .put("should_skip_unchanged_eval", augmented && !augmentation.keepUnchanged())
        .put("seeds_per_instance", augmentation.seedsPerInstance());
    List<String> groups = run.groups().isEmpty() ? List.of(run.scenario()) : run.groups();
    json.set("groups", Json.MAPPER.valueToTree(groups));
    return json;
  }

  /** The deployment that answered, where the file names it. */
  static String deployment(JsonNode runSpec) {
    return runSpec.path("adapter_spec").path(DEPLOYMENT).asText("");
  }

  private static void requirePattern(HelmFiles files, JsonNode pattern) {
    if (pattern.isTextual()) {
      try {
        PythonPattern.compile("adapter_spec.output_mapping_pattern:", pattern.asText());
      } catch (RegattaException e) {
        throw files.wrong(HelmFiles.RUN_SPEC, e.getMessage(), e);
      }
    }
  }

  private static String model(HelmFiles files, JsonNode adapter) {
    String model = adapter.path(MODEL).asText("");
    if (!model.isEmpty()) {
      return model;
    }
    return text(files, adapter, DEPLOYMENT);
  }

  private static String text(HelmFiles files, JsonNode json, String key) {
    String value = json.path(key).asText("");
    if (value.isEmpty()) {
      throw files.wrong(HelmFiles.RUN_SPEC, key + " is missing (expected: a text)", null);
    }
    return value;
  }

  /** What stands before the arguments in the name of a run. */
  private static String scenario(String name) {
    return name.split("[:,]", 2)[0];
  }

  private static DataAugmentation augmentation(JsonNode augmenter) {
    List<ObjectSpec> perturbations = new ArrayList<>();
    augmenter.path("perturbation_specs").forEach(spec -> perturbations.add(object(spec)));
    return new DataAugmentation(perturbations, augmenter.path("seeds_per_instance").asInt(1));
  }

  @SuppressWarnings("unchecked")
  static ObjectSpec object(JsonNode spec) {
    Map<String, Object> args = Json.MAPPER.convertValue(spec.path("args"), Map.class);
    return new ObjectSpec(spec.path("class_name").asText(""), args);
  }

  private static ObjectNode spec(ObjectSpec spec) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("class_name", spec == null ? "" : spec.className());
    json.set("args", Json.MAPPER.valueToTree(spec == null ? Map.of() : spec.args()));
    return json;
  }

  private static List<String> strings(JsonNode list) {
    List<String> values = new ArrayList<>();
    list.forEach(value -> values.add(value.asText()));
    return values;
  }
}

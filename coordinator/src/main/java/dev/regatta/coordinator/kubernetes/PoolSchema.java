package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.regatta.coordinator.config.JsonSchema;
import dev.regatta.coordinator.kubernetes.PoolStatusSchema.Status;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Definition of the custom resource ModelPool, made of the records that read it. Its manifest is
 * part of the chart; {@link #main} writes it.
 */
public final class PoolSchema {
  private static final String TIME = "^[0-9]{1,9} ?(ms|s|m|h|d)$";

  /** Rules over several keys, by path of what holds them. */
  private static final Map<String, List<Rule>> RULES =
      Map.of(
          "spec",
          List.of(
              new Rule(
                  "self.runtime in ['llamacpp', 'simulated'] ? !has(self.engine) : has(self.engine)",
                  "engine is needed for vllm, sglang, tgi and llama-server, and for no other runtime"),
              new Rule(
                  "self.tensorParallel <= 1 || self.tensorParallel <= self.gpus.count",
                  "tensorParallel is more than gpus.count"),
              new Rule(
                  "(has(self.cache) && has(self.cache.size)) == (has(oldSelf.cache) &&"
                      + " has(oldSelf.cache.size)) && (!has(self.cache) || !has(self.cache.size) ||"
                      + " self.cache.size == oldSelf.cache.size)",
                  "cache.size cannot be changed: delete the pool and create it anew")),
          "spec.replicas",
          List.of(new Rule("self.min <= self.max", "min is more than max")),
          "spec.cache",
          List.of(
              new Rule("!(has(self.size) && has(self.claim))", "size and claim exclude each other"),
              new Rule("!has(self.storageClass) || has(self.size)", "storageClass needs size"),
              new Rule("self.path.startsWith('/') && self.path != '/'", "path is absolute")));

  private record Rule(String rule, String message) {}

  private PoolSchema() {}

  /**
   * Writes the manifest.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), manifest());
  }

  /** As the chart has it: Helm creates what stands in its directory crds before it reads pools. */
  static String manifest() {
    return yaml(definition());
  }

  private static String yaml(JsonNode node) {
    YAMLMapper mapper =
        new YAMLMapper(
            YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build());
    try {
      return mapper.writeValueAsString(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The CustomResourceDefinition. */
  static ObjectNode definition() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
    ObjectNode metadata = root.putObject("metadata");
    metadata.put("name", ModelPool.PLURAL + "." + ModelPool.GROUP);
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/name", "regatta")
        .put("app.kubernetes.io/part-of", "regatta");
    ObjectNode spec = root.putObject("spec");
    spec.put("group", ModelPool.GROUP).put("scope", "Namespaced");
    spec.putObject("names")
        .put("kind", ModelPool.KIND)
        .put("listKind", ModelPool.KIND + "List")
        .put("plural", ModelPool.PLURAL)
        .put("singular", "modelpool")
        .putArray("shortNames")
        .add("mp");
    ObjectNode version = spec.putArray("versions").addObject();
    version.put("name", ModelPool.VERSION).put("served", true).put("storage", true);
    version.putObject("subresources").putObject("status");
    columns(version);
    version.putObject("schema").set("openAPIV3Schema", schema());
    return root;
  }

  private static void columns(ObjectNode version) {
    column(version, "Model", "string", ".spec.model.name");
    column(version, "Desired", "integer", ".status.desired");
    column(version, "Ready", "integer", ".status.ready");
    column(version, "Outstanding", "integer", ".status.outstanding");
    column(version, "Reason", "string", ".status.reason");
    column(version, "Age", "date", ".metadata.creationTimestamp");
  }

  private static void column(ObjectNode version, String name, String type, String path) {
    version
        .withArray("additionalPrinterColumns")
        .addObject()
        .put("name", name)
        .put("type", type)
        .put("jsonPath", path);
  }

  private static ObjectNode schema() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("type", "object");
    root.put("description", "Workers of one model, which Regatta runs and scales");
    root.putArray("required").add("spec");
    ObjectNode properties = root.putObject("properties");
    // The name of the object is the only part of its metadata that rules may see.
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("type", "object");
    properties.set("spec", structural(PoolSpec.class));
    properties.set("status", structural(Status.class));
    ObjectNode conditions = (ObjectNode) properties.at("/status/properties/conditions");
    conditions.put("x-kubernetes-list-type", "map");
    conditions.putArray("x-kubernetes-list-map-keys").add("type");
    rules(properties, "");
    rule(
        root,
        new Rule(
            "self.metadata.name.size() <= " + ModelPool.LONGEST_NAME,
            "the name is longer than " + ModelPool.LONGEST_NAME + " characters"));
    return root;
  }

  private static void rules(ObjectNode properties, String path) {
    properties
        .properties()
        .forEach(
            entry -> {
              String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
              ObjectNode node = (ObjectNode) entry.getValue();
              RULES.getOrDefault(at, List.of()).forEach(rule -> rule(node, rule));
              if (at.endsWith("Time") && at.startsWith("spec.") || at.endsWith("gracePeriod")) {
                node.put("pattern", TIME);
              }
              if (node.get("properties") instanceof ObjectNode inner) {
                rules(inner, at);
              }
            });
  }

  private static void rule(ObjectNode node, Rule rule) {
    node.withArray("x-kubernetes-validations")
        .addObject()
        .put("rule", rule.rule)
        .put("message", rule.message);
  }

  private static ObjectNode structural(Class<?> type) {
    return new Structural(Json.read(JsonSchema.of(type, ""), JsonNode.class)).root();
  }
}

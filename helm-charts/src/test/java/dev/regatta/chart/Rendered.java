package dev.regatta.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The objects that a chart was rendered to. */
record Rendered(List<JsonNode> objects) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** A pod that some object describes. */
  record Pod(String owner, JsonNode spec, JsonNode labels) {
    boolean lasts() {
      return owner.startsWith("Deployment/") || owner.startsWith("StatefulSet/");
    }

    List<JsonNode> containers() {
      return Stream.of("initContainers", "containers")
          .flatMap(kind -> spec.path(kind).valueStream())
          .toList();
    }

    @Override
    public String toString() {
      return owner;
    }
  }

  static Rendered of(String manifests) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(manifests)) {
      List<JsonNode> objects = new ArrayList<>();
      documents.forEachRemaining(objects::add);
      return new Rendered(objects.stream().filter(JsonNode::isObject).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(JsonNode object) {
    return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
  }

  List<JsonNode> all(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  /** The object of that kind whose name ends so; fails where there is none. */
  JsonNode one(String kind, String suffix) {
    return all(kind).stream()
        .filter(object -> object.at("/metadata/name").asText().endsWith(suffix))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " whose name ends with " + suffix));
  }

  boolean has(String kind, String suffix) {
    return all(kind).stream()
        .anyMatch(object -> object.at("/metadata/name").asText().endsWith(suffix));
  }

  /** A file of a ConfigMap, as YAML. */
  JsonNode file(String configMap, String file) {
    return yaml(one("ConfigMap", configMap).path("data").path(file).asText());
  }

  /** Every pod, with the executors that Spark makes of a template. */
  List<Pod> pods() {
    List<Pod> pods = new ArrayList<>();
    for (JsonNode object : objects) {
      switch (object.path("kind").asText()) {
        case "Deployment", "StatefulSet" -> pods.add(pod(object, object.at("/spec/template")));
        case "CronJob" -> pods.add(pod(object, object.at("/spec/jobTemplate/spec/template")));
        case "Pod" -> pods.add(pod(object, object));
        default -> {}
      }
    }
    if (has("ConfigMap", "-score")) {
      JsonNode executor = file("-score", "executor.yaml");
      pods.add(new Pod("Executor/score", executor.path("spec"), executor.at("/metadata/labels")));
    }
    return pods;
  }

  private static Pod pod(JsonNode owner, JsonNode template) {
    return new Pod(name(owner), template.path("spec"), template.at("/metadata/labels"));
  }
}

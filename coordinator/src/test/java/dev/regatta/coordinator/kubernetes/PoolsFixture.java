package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Objects that the tests of this package begin with. */
final class PoolsFixture {
  private static final YAMLMapper YAML = new YAMLMapper();

  private PoolsFixture() {}

  static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A pool as the server has it. */
  static ObjectNode resource(String name, String spec) {
    ObjectNode resource =
        yaml("{apiVersion: regatta.dev/v1, kind: ModelPool, metadata: {name: " + name + "}}");
    resource.withObject("/metadata").put("uid", "uid-of-" + name).put("generation", 1);
    resource.set("spec", yaml(spec));
    return resource;
  }

  static ModelPool pool(String name, String spec) {
    return ModelPool.of(resource(name, spec));
  }

  static final String SIMULATED =
      """
      model: {name: sim}
      runtime: simulated
      worker: {image: regatta/worker:1}
      replicas: {min: 1, max: 8}
      """;

  static final String VLLM =
      """
      model: {name: llama, source: meta-llama/Llama-3.1-8B, revision: abc}
      runtime: vllm
      engine:
        image: vllm/vllm-openai:v1
        args: [--max-model-len, "8192"]
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {memory: 16Gi}}
      worker: {image: regatta/worker:1}
      gpus: {count: 2}
      tensorParallel: 2
      slots: 32
      replicas: {max: 4}
      """;

  /** A pod of a pool, with a status. */
  static ObjectNode pod(String pool, String name, String status) {
    ObjectNode pod = yaml("{apiVersion: v1, kind: Pod, metadata: {name: " + name + "}}");
    pod.withObject("/metadata/labels").put(ModelPool.LABEL, pool);
    pod.set("status", yaml(status));
    return pod;
  }

  static final String READY =
      "{phase: Running, conditions: [{type: PodScheduled, status: 'True'}, {type: Ready, status: 'True'}]}";

  static JsonNode condition(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    throw new AssertionError("no condition " + type + " in " + status);
  }
}

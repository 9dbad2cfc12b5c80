package dev.regatta.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of {@link PoolServer}: pools, their workloads, and as many ready pods as a workload
 * asks for, at once. Versions count the changes.
 */
final class ServedObjects {
  private static final Duration BOOKMARKS = Duration.ofMinutes(1);
  private static final String POOLS = "modelpools";
  private static final String PODS = "pods";

  /** Of kubelet, for a pod whose worker does its work. */
  private static final String READY =
      """
      {"phase": "Running", "podIP": "10.0.0.1", "hostIP": "10.1.0.1", "qosClass": "Burstable",
       "startTime": "2026-01-01T00:00:00Z",
       "conditions": [
         {"type": "PodReadyToStartContainers", "status": "True",
          "lastTransitionTime": "2026-01-01T00:00:00Z"},
         {"type": "Initialized", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"},
         {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"},
         {"type": "ContainersReady", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"},
         {"type": "PodScheduled", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}],
       "containerStatuses": [
         {"name": "worker", "ready": true, "started": true, "restartCount": 0,
          "image": "regatta/worker:1", "imageID": "regatta/worker@sha256:0",
          "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}, "lastState": {}}]}
      """;

  private final Map<String, TreeMap<String, ObjectNode>> byPlural = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();

  private record Change(String plural, ObjectNode event) {}

  /** An event of a watch, and what to go on from after it. */
  record Event(int version, ObjectNode json) {}

  /** All objects of a kind. */
  record Snapshot(int version, List<ObjectNode> items) {}

  private TreeMap<String, ObjectNode> all(String plural) {
    return byPlural.computeIfAbsent(plural, name -> new TreeMap<>());
  }

  /** Makes a pool with an engine beside its workers; those of a volume each are a stateful set. */
  void pool(String name, String model, int replicas, boolean volumes) {
    ObjectNode pool =
        Json.read(
            """
            {"apiVersion": "regatta.dev/v1", "kind": "ModelPool",
             "metadata": {"name": "%1$s", "uid": "uid-of-%1$s", "generation": 1},
             "spec": {
               "model": {"name": "%2$s", "source": "organization/%2$s", "revision": "main"},
               "runtime": "vllm",
               "engine": {
                 "image": "vllm/vllm-openai:v1", "args": ["--max-model-len", "8192"],
                 "resources": {"requests": {"cpu": 4, "memory": "16Gi"},
                               "limits": {"memory": "16Gi"}}},
               "worker": {"image": "regatta/worker:1"},
               "gpus": {"count": 1},
               "replicas": {"min": %3$d, "max": %4$d}}}
            """
                .formatted(name, model, replicas, replicas + 8),
            ObjectNode.class);
    if (volumes) {
      ((ObjectNode) pool.get("spec")).putObject("cache").put("size", "100Gi");
    }
    store(POOLS, name, pool);
  }

  synchronized Snapshot list(String plural) {
    return new Snapshot(
        changes.size(), all(plural).values().stream().map(ObjectNode::deepCopy).toList());
  }

  /** Server-side apply by the only one who applies: what is given takes the place of what was. */
  synchronized ObjectNode apply(String plural, String name, JsonNode given) {
    ObjectNode now =
        all(plural).containsKey(name)
            ? all(plural).get(name).deepCopy()
            : Json.MAPPER.createObjectNode();
    given
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("metadata")) {
                now.withObject("/metadata").setAll((ObjectNode) field.getValue());
              } else {
                now.set(field.getKey(), field.getValue());
              }
            });
    store(plural, name, now);
    if (!plural.equals(POOLS)) {
      run(name, now.path("spec"));
    }
    return all(plural).get(name).deepCopy();
  }

  private void run(String workload, JsonNode spec) {
    for (int i = 0; i < spec.path("replicas").asInt(); i++) {
      String name = worker(workload, i);
      if (!all(PODS).containsKey(name)) {
        ObjectNode pod = spec.path("template").deepCopy();
        pod.withObject("/metadata").put("name", name);
        pod.set("status", Json.read(READY, ObjectNode.class));
        store(PODS, name, pod);
      }
    }
  }

  /** Name of a pod, and so the id of its worker. */
  static String worker(String pool, int number) {
    return pool + "-" + number;
  }

  private synchronized void store(String plural, String name, ObjectNode object) {
    String type = all(plural).put(name, object) == null ? "ADDED" : "MODIFIED";
    object.withObject("/metadata").put("resourceVersion", Integer.toString(changes.size() + 1));
    ObjectNode event = Json.MAPPER.createObjectNode().put("type", type);
    event.set("object", object.deepCopy());
    changes.add(new Change(plural, event));
    notifyAll();
  }

  /** Waits for the next event of a watch; a bookmark where nothing happens for a minute. */
  synchronized Event next(String plural, int from) throws InterruptedException {
    long deadline = System.nanoTime() + BOOKMARKS.toNanos();
    int at = from;
    while (true) {
      for (; at < changes.size(); at++) {
        if (changes.get(at).plural.equals(plural)) {
          return new Event(at + 1, changes.get(at).event);
        }
      }
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return new Event(at, bookmark(at));
      }
      wait(left);
    }
  }

  private static ObjectNode bookmark(int version) {
    ObjectNode event = Json.MAPPER.createObjectNode().put("type", "BOOKMARK");
    event.withObject("/object/metadata").put("resourceVersion", Integer.toString(version));
    return event;
  }
}

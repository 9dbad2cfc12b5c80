package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.config.Problem;
import dev.regatta.coordinator.scale.ScalingPolicy;
import dev.regatta.service.settings.Units;
import java.time.Duration;
import java.util.List;

/**
 * A ModelPool as the cluster has it.
 *
 * @param uid differs between two of one name
 * @param generation counts the changes of its spec
 * @param spec with defaults; of a pool with problems as far as it could be read
 * @param problems what is wrong with it, for its user; empty where it can be used
 * @param status as it was written last
 */
record ModelPool(
    String name,
    String uid,
    long generation,
    PoolSpec spec,
    List<String> problems,
    JsonNode status) {
  static final String GROUP = "regatta.dev";
  static final String VERSION = "v1";
  static final String API_VERSION = GROUP + "/" + VERSION;
  static final String KIND = "ModelPool";
  static final String PLURAL = "modelpools";

  /** Label of everything that belongs to a pool: its name. */
  static final String LABEL = GROUP + "/pool";

  /** Longest name: Kubernetes adds to it where it makes label values. */
  static final int LONGEST_NAME = 52;

  /** Reads a custom resource; what is wrong with it ends up in {@link #problems}. */
  static ModelPool of(JsonNode resource) {
    JsonNode metadata = resource.path("metadata");
    String name = metadata.path("name").asText();
    SpecReader reader = new SpecReader();
    PoolSpec spec = reader.read(resource.path("spec"));
    if (name.length() > LONGEST_NAME) {
      reader.problem("metadata.name: longer than " + LONGEST_NAME + " characters");
    }
    return new ModelPool(
        name,
        metadata.path("uid").asText(),
        metadata.path("generation").asLong(),
        spec,
        reader.problems(),
        resource.path("status"));
  }

  ModelPool withStatus(JsonNode now) {
    return new ModelPool(name, uid, generation, spec, problems, now);
  }

  boolean valid() {
    return problems.isEmpty();
  }

  /** What the autoscaler needs to know of it; only of a valid one. */
  ScalingPolicy policy() {
    return new ScalingPolicy(
        spec.model().name(),
        spec.replicas().min(),
        spec.replicas().max(),
        spec.gpus().count(),
        spec.slots(),
        spec.priority(),
        spec.weight(),
        Units.duration(spec.idleTime()),
        Units.duration(spec.startTime()),
        Units.duration(spec.targetTime()),
        spec.costPerHour());
  }

  Duration gracePeriod() {
    return Units.duration(spec.gracePeriod());
  }

  /** A replica count within the pool's bounds. */
  int bounded(int replicas) {
    return Math.max(spec.replicas().min(), Math.min(spec.replicas().max(), replicas));
  }

  static String shown(Problem problem) {
    return "spec." + problem.message();
  }
}

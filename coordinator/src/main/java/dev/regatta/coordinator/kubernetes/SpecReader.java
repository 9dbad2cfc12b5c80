package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.config.Binder;
import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.config.Problems;
import dev.regatta.service.settings.Units;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Toleration;
import io.kubernetes.client.openapi.models.V1TopologySpreadConstraint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads the spec of one pool and collects everything that is wrong with it. */
final class SpecReader {
  private static final String ABSENT_NAME = "ModelPool";
  private static final int LLAMACPP_SLOTS = 256;
  private static final Set<String> TAKEN_PATHS =
      Set.of("/", PodTemplates.TMP, PodTemplates.SCRATCH, PodTemplates.SECRETS, "/dev/shm", "/app");

  private final List<String> problems = new ArrayList<>();

  /** The spec with its defaults, as far as it can be read. */
  PoolSpec read(JsonNode json) {
    Problems found = new Problems();
    String text = json.isMissingNode() ? "{}" : json.toString();
    Bound<PoolSpec> bound = Binder.bindText(text, ABSENT_NAME, PoolSpec.class, found).orElseThrow();
    found.all().forEach(each -> problems.add(ModelPool.shown(each)));
    PoolSpec spec = bound.value();
    if (problems.isEmpty()) {
      check(spec);
    }
    return spec;
  }

  void problem(String text) {
    problems.add(text);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** What no single key can say. */
  private void check(PoolSpec spec) {
    time("idleTime", spec.idleTime(), Duration.ZERO, Duration.ofDays(7));
    time("startTime", spec.startTime(), Duration.ZERO, Duration.ofHours(6));
    time("targetTime", spec.targetTime(), Duration.ofSeconds(1), Duration.ofDays(30));
    time("gracePeriod", spec.gracePeriod(), Duration.ofSeconds(2), Duration.ofHours(1));
    checkSizes(spec);
    checkEngine(spec);
    spec.cache().ifPresent(this::check);
    checkContainer("worker", spec.worker().resources(), spec.worker().env());
    strict("tolerations", spec.tolerations(), V1Toleration.class);
    strict(
        "topologySpreadConstraints",
        spec.topologySpreadConstraints(),
        V1TopologySpreadConstraint.class);
  }

  private void checkSizes(PoolSpec spec) {
    if (spec.replicas().min() > spec.replicas().max()) {
      problem(
          "spec.replicas.min: %d is more than replicas.max, %d"
              .formatted(spec.replicas().min(), spec.replicas().max()));
    }
    if (spec.tensorParallel() > 1 && spec.tensorParallel() > spec.gpus().count()) {
      problem(
          "spec.tensorParallel: %d is more than gpus.count, %d"
              .formatted(spec.tensorParallel(), spec.gpus().count()));
    }
    if (spec.runtime().equals("llamacpp") && spec.slots() > LLAMACPP_SLOTS) {
      problem(
          "spec.slots: %d (expected: at most %d for llamacpp)"
              .formatted(spec.slots(), LLAMACPP_SLOTS));
    }
  }

  private void checkEngine(PoolSpec spec) {
    if (spec.hasSidecar() && spec.engine().isEmpty()) {
      problem(
          "spec.engine: missing, the runtime " + spec.runtime() + " has a container of its own");
    }
    if (!spec.hasSidecar() && spec.engine().isPresent()) {
      problem("spec.engine: the runtime " + spec.runtime() + " runs inside of the worker");
    }
    spec.engine().ifPresent(engine -> checkContainer("engine", engine.resources(), engine.env()));
  }

  private void check(PoolSpec.Cache cache) {
    if (cache.size().isPresent() && cache.claim().isPresent()) {
      problem("spec.cache.claim: given beside size (expected: one of the two)");
    }
    if (cache.storageClass().isPresent() && cache.size().isEmpty()) {
      problem("spec.cache.storageClass: given without size");
    }
    cache.size().ifPresent(size -> quantity("cache.size", size));
    if (!cache.path().startsWith("/") || TAKEN_PATHS.contains(cache.path())) {
      problem(
          "spec.cache.path: %s (expected: an absolute path that is none of %s)"
              .formatted(cache.path(), TAKEN_PATHS.stream().sorted().toList()));
    }
  }

  private void checkContainer(
      String container, PoolSpec.Resources resources, List<Map<String, Object>> env) {
    resources
        .requests()
        .forEach((key, value) -> quantity(container + ".resources.requests." + key, value));
    resources
        .limits()
        .forEach((key, value) -> quantity(container + ".resources.limits." + key, value));
    strict(container + ".env", env, V1EnvVar.class);
  }

  private void quantity(String key, String value) {
    try {
      Quantity.fromString(value);
    } catch (QuantityFormatException | IllegalArgumentException e) {
      problem("spec." + key + ": " + value + " (expected: a quantity such as 500m, 8 or 16Gi)");
    }
  }

  private void time(String key, String text, Duration least, Duration most) {
    try {
      Duration time = Units.duration(text);
      if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below with the one that is out of bounds.
    }
    problem(
        "spec.%s: %s (expected: a time such as 90s or 5m, from %ds to %ds)"
            .formatted(key, text, least.toSeconds(), most.toSeconds()));
  }

  private void strict(String key, List<Map<String, Object>> values, Class<?> type) {
    IntStream.range(0, values.size())
        .forEach(
            i ->
                Models.problem(values.get(i), type)
                    .ifPresent(why -> problem("spec.%s[%d]: %s".formatted(key, i, why))));
  }
}

package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.coordinator.control.Backoff;
import dev.regatta.coordinator.kubernetes.PoolStatus.Condition;
import dev.regatta.protocol.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the cluster what the pools say, and the pools' status what the cluster says. A round writes
 * only what differs; what fails is tried again in a later round, for that pool alone. Rounds are
 * for one thread; what is wanted may be said by any.
 */
final class PoolReconciler {
  private static final Logger LOG = LoggerFactory.getLogger(PoolReconciler.class);

  /** A status of which only the outstanding work has changed is written no more often. */
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

  static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private final KubeApi api;
  private final PoolCaches caches;
  private final PoolObjects objects;
  private final Clock clock;
  private final Map<String, Wanted> wanted = new ConcurrentHashMap<>();
  private final Map<String, Long> outstanding = new ConcurrentHashMap<>();
  private final Map<String, Memory> memories = new HashMap<>();

  /**
   * A size that was asked for.
   *
   * @param load requests in flight by worker
   */
  private record Wanted(int replicas, String reason, Map<String, Integer> load) {}

  /** What is remembered of a pool from round to round. */
  private static final class Memory {
    private long generation;
    private int replicas;
    private JsonNode workload;
    private Backoff backoff;
    private Optional<Condition> refusal = Optional.empty();
    private Instant statusWritten = Instant.EPOCH;
  }

  PoolReconciler(KubeApi api, PoolCaches caches, PoolObjects objects, Clock clock) {
    this.api = api;
    this.caches = caches;
    this.objects = objects;
    this.clock = clock;
  }

  void want(String pool, int replicas, String reason, Map<String, Integer> load) {
    wanted.put(pool, new Wanted(replicas, reason, Map.copyOf(load)));
  }

  void outstanding(String pool, long requests) {
    outstanding.put(pool, requests);
  }

  /** Forgets what was wanted: another coordinator decides. */
  void forget() {
    wanted.clear();
    outstanding.clear();
    memories.clear();
  }

  /** How many replicas are asked for at present. */
  int replicas(ModelPool pool) {
    Wanted size = wanted.get(pool.name());
    return pool.bounded(
        size != null
            ? size.replicas
            : caches
                .workload(pool)
                .map(live -> live.path("spec").path("replicas").asInt())
                .orElse(pool.spec().replicas().min()));
  }

  /** One round over all pools. */
  void round() {
    Map<String, ModelPool> pools = caches.pools();
    wanted.keySet().retainAll(pools.keySet());
    outstanding.keySet().retainAll(pools.keySet());
    memories.keySet().retainAll(pools.keySet());
    Map<String, List<JsonNode>> pods = caches.pods();
    for (ModelPool pool : pools.values()) {
      Memory memory = memories.computeIfAbsent(pool.name(), name -> new Memory());
      if (memory.generation != pool.generation()) {
        memory.generation = pool.generation();
        memory.workload = null;
        memory.backoff = null;
      }
      if (memory.backoff == null || memory.backoff.over(clock.instant())) {
        attempt(pool, memory, pods);
      }
    }
  }

  private void attempt(ModelPool pool, Memory memory, Map<String, List<JsonNode>> pods) {
    try {
      makeSo(pool, memory, pods.getOrDefault(pool.name(), List.of()));
      report(pool, memory, caches.state(pool, pods));
      memory.backoff = null;
    } catch (KubeException e) {
      boolean first = memory.backoff == null;
      memory.backoff = Backoff.after(memory.backoff, clock.instant());
      // Somebody else was faster, the object is gone, or this is the end: nothing to worry about.
      boolean expected = e.conflict() || e.notFound() || Thread.currentThread().isInterrupted();
      if (first && !expected) {
        LOG.warn("Pool {}: {}", pool.name(), e.getMessage());
      }
    }
  }

  private void makeSo(ModelPool pool, Memory memory, List<JsonNode> pods) {
    memory.refusal = refusal(pool);
    if (memory.refusal.isPresent()) {
      return;
    }
    JsonNode applied = workload(pool, memory);
    Optional<JsonNode> live = caches.workload(pool);
    Optional<String> drift = live.flatMap(each -> Drift.between(applied, each));
    if (live.isPresent() && drift.isEmpty()) {
      return;
    }
    LOG.info(
        "Pool {}: {} with {} replicas",
        pool.name(),
        drift.map(path -> "changes " + path).orElse("begins"),
        memory.replicas);
    live.ifPresent(each -> price(pool, each, memory.replicas, pods));
    try {
      caches.changed(pool, api.apply(PoolCaches.resource(pool), pool.name(), applied));
    } catch (KubeException e) {
      if (!e.invalid() && !e.forbidden()) {
        throw e;
      }
      memory.refusal = Optional.of(new Condition(false, "Refused", e.getMessage()));
      memory.backoff = Backoff.after(memory.backoff, clock.instant());
      report(pool, memory, caches.state(pool, Map.of(pool.name(), pods)));
      throw e;
    }
  }

  private JsonNode workload(ModelPool pool, Memory memory) {
    int replicas = replicas(pool);
    if (memory.workload == null || memory.replicas != replicas) {
      memory.workload = objects.workload(pool, replicas);
      memory.replicas = replicas;
    }
    return memory.workload;
  }

  private Optional<Condition> refusal(ModelPool pool) {
    if (!pool.valid()) {
      return Optional.of(new Condition(false, "Invalid", String.join("; ", pool.problems())));
    }
    if (!objects.hasImage(pool)) {
      return Optional.of(
          new Condition(
              false, "Invalid", "spec.worker.image: missing, and the installation has none"));
    }
    return Optional.empty();
  }

  /**
   * Tells which replicas of a deployment go first: those with the least to do. Replicas of a
   * stateful set go by their number, the last one first.
   */
  private void price(ModelPool pool, JsonNode live, int replicas, List<JsonNode> pods) {
    Wanted size = wanted.get(pool.name());
    boolean some = replicas > 0 && replicas < live.path("spec").path("replicas").asInt();
    if (size == null || !some || pool.spec().isStateful()) {
      return;
    }
    for (JsonNode pod : pods) {
      String name = pod.path("metadata").path("name").asText();
      String cost = Integer.toString(size.load.getOrDefault(name, 0));
      String present = pod.path("metadata").path("annotations").path(DELETION_COST).asText("0");
      if (!cost.equals(present) && !(PodState.of(pod) instanceof PodState.Leaving)) {
        price(name, cost);
      }
    }
  }

  private void price(String pod, String cost) {
    ObjectNode change = Json.MAPPER.createObjectNode();
    change.putObject("metadata").putObject("annotations").put(DELETION_COST, cost);
    try {
      api.merge(KubeResource.PODS, pod, change);
    } catch (KubeException e) {
      if (!e.notFound()) {
        throw e;
      }
    }
  }

  private void report(ModelPool pool, Memory memory, PoolState state) {
    Instant now = clock.instant();
    Long requests = outstanding.get(pool.name());
    Wanted size = wanted.get(pool.name());
    PoolStatus status =
        new PoolStatus(
            pool,
            state,
            memory.refusal,
            replicas(pool),
            requests == null ? OptionalLong.empty() : OptionalLong.of(requests),
            size == null ? pool.status().path("reason").asText() : size.reason);
    ObjectNode json = status.toJson(now);
    boolean counts = !json.path("outstanding").equals(pool.status().path("outstanding"));
    boolean due = !now.isBefore(memory.statusWritten.plus(STATUS_INTERVAL));
    if (PoolStatus.differs(json, pool.status()) || (counts && due)) {
      caches.changed(api.applyStatus(KubeResource.POOLS, pool.name(), patch(pool, json)));
      memory.statusWritten = now;
    }
  }

  private static ObjectNode patch(ModelPool pool, ObjectNode status) {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.put("apiVersion", ModelPool.API_VERSION);
    patch.put("kind", ModelPool.KIND);
    patch.putObject("metadata").put("name", pool.name());
    patch.set("status", status);
    return patch;
  }
}

package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.kubernetes.PodState.Blocked;
import dev.regatta.service.life.Sleeper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything in the namespace that concerns pools, as the watches have told it. */
final class PoolCaches implements AutoCloseable {
  private static final Map<String, String> OF_POOLS = Map.of("labelSelector", ModelPool.LABEL);

  /** Stateful sets have no condition that says why they make no pods. */
  private static final Map<String, String> REFUSALS =
      Map.of("fieldSelector", "reason=FailedCreate,involvedObject.kind=StatefulSet");

  private final ResourceCache pools;
  private final ResourceCache deployments;
  private final ResourceCache statefulSets;
  private final ResourceCache pods;
  private final ResourceCache events;
  private final Map<String, ModelPool> read = new HashMap<>();

  /**
   * @param changed called after every change
   */
  PoolCaches(KubeApi api, Runnable changed, Sleeper sleeper) {
    pools = ResourceCache.follow(api, KubeResource.POOLS, Map.of(), List.of(), changed, sleeper);
    deployments =
        ResourceCache.follow(api, KubeResource.DEPLOYMENTS, OF_POOLS, List.of(), changed, sleeper);
    statefulSets =
        ResourceCache.follow(
            api, KubeResource.STATEFUL_SETS, OF_POOLS, List.of(), changed, sleeper);
    pods =
        ResourceCache.follow(api, KubeResource.PODS, OF_POOLS, List.of("spec"), changed, sleeper);
    events = ResourceCache.follow(api, KubeResource.EVENTS, REFUSALS, List.of(), changed, sleeper);
  }

  private List<ResourceCache> all() {
    return List.of(pools, deployments, statefulSets, pods, events);
  }

  /** Whether everything has been read at least once. */
  boolean synced() {
    return all().stream().allMatch(ResourceCache::synced);
  }

  /** The first reason why something is not known. */
  Optional<KubeException> problem() {
    return all().stream().flatMap(cache -> cache.problem().stream()).findFirst();
  }

  /** The pools by name, those with problems too; without those that are being deleted. */
  synchronized Map<String, ModelPool> pools() {
    Map<String, ModelPool> present = new TreeMap<>();
    for (JsonNode resource : pools.all()) {
      if (!resource.path("metadata").has("deletionTimestamp")) {
        ModelPool pool = reread(resource);
        present.put(pool.name(), pool);
      }
    }
    read.keySet().retainAll(present.keySet());
    return present;
  }

  /** Reading a spec takes long beside everything else, so it is done once. */
  private ModelPool reread(JsonNode resource) {
    JsonNode metadata = resource.path("metadata");
    ModelPool known = read.get(metadata.path("name").asText());
    ModelPool pool =
        known != null
                && known.uid().equals(metadata.path("uid").asText())
                && known.generation() == metadata.path("generation").asLong()
            ? known.withStatus(resource.path("status"))
            : ModelPool.of(resource);
    read.put(pool.name(), pool);
    return pool;
  }

  Optional<JsonNode> workload(ModelPool pool) {
    return cache(pool).get(pool.name());
  }

  /** Takes what the server has answered to a change of the workload. */
  void changed(ModelPool pool, JsonNode workload) {
    cache(pool).answered(workload);
  }

  /** Takes what the server has answered to a change of the pool. */
  void changed(JsonNode pool) {
    pools.answered(pool);
  }

  private ResourceCache cache(ModelPool pool) {
    return pool.spec().isStateful() ? statefulSets : deployments;
  }

  static KubeResource resource(ModelPool pool) {
    return pool.spec().isStateful() ? KubeResource.STATEFUL_SETS : KubeResource.DEPLOYMENTS;
  }

  /** The pods of each pool. */
  Map<String, List<JsonNode>> pods() {
    Map<String, List<JsonNode>> byPool = new HashMap<>();
    for (JsonNode pod : pods.all()) {
      String pool = pod.path("metadata").path("labels").path(ModelPool.LABEL).asText();
      byPool.computeIfAbsent(pool, name -> new ArrayList<>()).add(pod);
    }
    return byPool;
  }

  PoolState state(ModelPool pool, Map<String, List<JsonNode>> pods) {
    return PoolState.of(
        pool.name(),
        workload(pool),
        pods.getOrDefault(pool.name(), List.of()),
        pool.spec().isStateful() ? refusal(pool) : Optional.empty());
  }

  private Optional<Blocked> refusal(ModelPool pool) {
    return events.all().stream()
        .filter(event -> event.path("involvedObject").path("name").asText().equals(pool.name()))
        .max(Comparator.comparing(event -> event.path("lastTimestamp").asText()))
        .map(event -> new Blocked("FailedCreate", event.path("message").asText()));
  }

  @Override
  public void close() {
    all().forEach(ResourceCache::close);
  }
}

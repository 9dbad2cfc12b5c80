package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.kubernetes.PodState.Blocked;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a pool's replicas are, told from its workload and pods.
 *
 * @param replicas that the workload has been asked for
 * @param blocked by name of the pod; replicas without a pod have a name of ours
 */
record PoolState(int replicas, int ready, int starting, Map<String, Blocked> blocked) {

  PoolState {
    blocked = Collections.unmodifiableMap(new TreeMap<>(blocked));
  }

  /**
   * @param workload empty where there is none yet
   * @param refusal why Kubernetes makes no pods, where an event says so
   */
  static PoolState of(
      String pool,
      Optional<JsonNode> workload,
      Collection<JsonNode> pods,
      Optional<Blocked> refusal) {
    int ready = 0;
    int starting = 0;
    Map<String, Blocked> blocked = new TreeMap<>();
    for (JsonNode pod : pods) {
      PodState state = PodState.of(pod);
      if (state instanceof PodState.Ready) {
        ready++;
      } else if (state instanceof PodState.Starting) {
        starting++;
      } else if (state instanceof Blocked why) {
        blocked.put(pod.path("metadata").path("name").asText(), why);
      }
    }
    int replicas = workload.map(each -> each.path("spec").path("replicas").asInt(1)).orElse(0);
    int missing = replicas - ready - starting - blocked.size();
    Optional<Blocked> why = workload.flatMap(PoolState::replicaFailure).or(() -> refusal);
    for (int i = 1; i <= missing; i++) {
      if (why.isPresent()) {
        blocked.put(pool + "#" + i, why.get());
      } else {
        starting++;
      }
    }
    return new PoolState(replicas, ready, starting, blocked);
  }

  /** A quota or an admission controller refuses the pods of a deployment. */
  private static Optional<Blocked> replicaFailure(JsonNode workload) {
    for (JsonNode condition : workload.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("ReplicaFailure")
          && condition.path("status").asText().equals("True")) {
        return Optional.of(
            new Blocked(condition.path("reason").asText(), condition.path("message").asText()));
      }
    }
    return Optional.empty();
  }
}

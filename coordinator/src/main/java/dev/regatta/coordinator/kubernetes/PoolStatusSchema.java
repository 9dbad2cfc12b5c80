package dev.regatta.coordinator.kubernetes;

import dev.regatta.coordinator.config.CamelCase;
import dev.regatta.coordinator.config.Key;
import java.util.List;
import java.util.Optional;

/** The keys of a pool's status, for its schema; {@link PoolStatus} writes them. */
final class PoolStatusSchema {
  private PoolStatusSchema() {}

  @CamelCase
  record Status(
      @Key("Generation of the spec that this is about") Optional<Long> observedGeneration,
      @Key("Replicas that the workload has been asked for") Optional<Integer> replicas,
      @Key("Replicas that do their work") Optional<Integer> ready,
      @Key("Replicas that are on their way") Optional<Integer> starting,
      @Key("Replicas that are wanted") Optional<Integer> desired,
      @Key("Requests that wait or are worked on") Optional<Long> outstanding,
      @Key("Why so many replicas are wanted") Optional<String> reason,
      @Key("Replicas that cannot run, the first 20") List<BlockedReplica> blocked,
      @Key("Accepted, Scheduled and Ready") List<StatusCondition> conditions) {}

  @CamelCase
  record BlockedReplica(
      @Key("Name of the pod; of a replica without one, the pool's with a number") String pod,
      @Key("Kubernetes' word for what is wrong") String reason,
      @Key("Kubernetes' explanation") String message) {}

  @CamelCase
  record StatusCondition(
      @Key(value = "Accepted, Scheduled or Ready", required = true) String type,
      @Key(value = "True or False", required = true) String status,
      @Key(value = "In one word", required = true) String reason,
      @Key("For people") String message,
      @Key("Generation of the spec that this is about") Optional<Long> observedGeneration,
      @Key("Since when") Optional<String> lastTransitionTime) {}
}

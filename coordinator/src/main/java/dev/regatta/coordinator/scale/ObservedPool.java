package dev.regatta.coordinator.scale;

import java.util.Map;

/**
 * A pool as the cluster has it.
 *
 * @param name unique in the cluster
 * @param replicas asked for at present
 * @param ready those whose worker does its work
 * @param starting those that are on their way: scheduled or soon to be, and not ready
 * @param blocked those that cannot run, by replica, with the cluster's own reason
 */
public record ObservedPool(
    String name,
    ScalingPolicy policy,
    int replicas,
    int ready,
    int starting,
    Map<String, String> blocked) {

  public ObservedPool {
    blocked = Map.copyOf(blocked);
  }
}

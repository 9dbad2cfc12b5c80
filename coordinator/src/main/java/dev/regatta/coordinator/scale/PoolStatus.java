package dev.regatta.coordinator.scale;

import java.util.Map;

/**
 * A pool as users see it.
 *
 * @param desired replicas by the last decision; those asked for at present where another
 *     coordinator decides
 * @param blocked replicas that cannot run, with the cluster's own reason
 * @param outstanding requests of its model without an outcome
 * @param ratePerSecond that one replica was measured to answer; null before
 * @param reason of the last decision; null before
 * @param costPerHour of the replicas that there are, in the user's currency
 */
public record PoolStatus(
    String pool,
    String model,
    int min,
    int max,
    int gpus,
    int desired,
    int ready,
    int starting,
    Map<String, String> blocked,
    long outstanding,
    Double ratePerSecond,
    String reason,
    double costPerHour) {

  public PoolStatus {
    blocked = blocked == null ? Map.of() : Map.copyOf(blocked);
  }
}

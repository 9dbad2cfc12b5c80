package dev.regatta.coordinator.scale;

import java.time.Duration;

/**
 * What the rule knows of one pool.
 *
 * @param busy replicas that have requests in flight
 * @param rate requests a second that one replica answers with its slots full; above 0
 * @param startTime from a replica's creation to its first answer
 */
public record PoolLoad(
    ObservedPool pool, Demand demand, int busy, double rate, Duration startTime) {
  String name() {
    return pool.name();
  }

  ScalingPolicy policy() {
    return pool.policy();
  }

  /** Seconds that a request takes in a full replica, by Little's law. */
  double requestSeconds() {
    return policy().slots() / rate;
  }
}

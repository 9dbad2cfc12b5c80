package dev.regatta.coordinator.scale;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pool to be changed by a test. At first: no replica, at most 10 of one GPU and 4 slots each, one
 * request a second and replica, one minute to start, ten minutes to finish, five minutes of
 * idleness.
 */
final class TestingPool {
  static final Duration IDLE = Duration.ofMinutes(5);

  final String name;
  int min;
  int max = 10;
  int gpus = 1;
  final int slots = 4;
  int priority;
  double weight = 1;
  int ready;
  int starting;
  int blocked;
  int busy;
  double rate = 1;
  final Duration start = Duration.ofMinutes(1);
  Duration target = Duration.ofMinutes(10);
  Demand demand = Demand.NONE;

  TestingPool(String name) {
    this.name = name;
  }

  TestingPool size(int min, int max) {
    this.min = min;
    this.max = max;
    return this;
  }

  TestingPool gpus(int gpus) {
    this.gpus = gpus;
    return this;
  }

  TestingPool priority(int priority) {
    this.priority = priority;
    return this;
  }

  TestingPool weight(double weight) {
    this.weight = weight;
    return this;
  }

  TestingPool ready(int ready) {
    this.ready = ready;
    return this;
  }

  TestingPool starting(int starting) {
    this.starting = starting;
    return this;
  }

  TestingPool blocked(int blocked) {
    this.blocked = blocked;
    return this;
  }

  TestingPool busy(int busy) {
    this.busy = busy;
    return this;
  }

  TestingPool rate(double rate) {
    this.rate = rate;
    return this;
  }

  TestingPool target(Duration target) {
    this.target = target;
    return this;
  }

  TestingPool outstanding(long outstanding) {
    this.demand = new Demand(outstanding, false, true);
    return this;
  }

  TestingPool demand(Demand demand) {
    this.demand = demand;
    return this;
  }

  /** As if the cluster had done what was decided, all of it ready. */
  void become(int replicas) {
    ready = replicas;
    starting = 0;
    blocked = 0;
  }

  ScalingPolicy policy() {
    return new ScalingPolicy(
        "model-" + name, min, max, gpus, slots, priority, weight, IDLE, start, target, 2.5);
  }

  ObservedPool observed() {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (int i = 0; i < blocked; i++) {
      reasons.put(name + "-" + i, "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.");
    }
    return new ObservedPool(name, policy(), ready + starting + blocked, ready, starting, reasons);
  }

  PoolLoad load() {
    return new PoolLoad(observed(), demand, busy, rate, start);
  }

  @Override
  public String toString() {
    return load().toString();
  }
}

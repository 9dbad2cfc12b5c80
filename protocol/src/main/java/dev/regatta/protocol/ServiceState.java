package dev.regatta.protocol;

/** Where a service is in its life, in its own words. */
public enum ServiceState {
  /** Opens what it needs; a worker loads its model. */
  STARTING,
  /** Does its work. */
  SERVING,
  /**
   * Ready, and another one does the work: a second coordinator, an aggregator without partitions.
   */
  STANDBY,
  /** Cannot work until something outside comes back, such as its engine; the message says what. */
  WAITING,
  /** Was asked to stop: takes nothing new and finishes what it has. */
  DRAINING
}

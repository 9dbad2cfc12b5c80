package dev.regatta.protocol;

/** The processes of a cluster. */
public enum ServiceKind {
  COORDINATOR,
  WORKER,
  AGGREGATOR
}

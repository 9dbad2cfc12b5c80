package dev.regatta.aggregator.statistics;

import java.io.Serializable;

/** How much of a run was asked, answered and scored. */
public final class Coverage implements Serializable {
  private static final long serialVersionUID = 1L;

  private long planned;
  private long completed;
  private long quarantined;
  private long instances;
  private long scored;

  public void request(boolean answered, boolean failed) {
    planned++;
    completed += answered ? 1 : 0;
    quarantined += failed ? 1 : 0;
  }

  public void instance(boolean complete) {
    instances++;
    scored += complete ? 1 : 0;
  }

  /** Adds what another part of the run, or another run, counted. */
  public void add(Coverage other) {
    planned += other.planned;
    completed += other.completed;
    quarantined += other.quarantined;
    instances += other.instances;
    scored += other.scored;
  }

  /** Request states. */
  public long planned() {
    return planned;
  }

  /** Request states with an answer. */
  public long completed() {
    return completed;
  }

  /** Request states that were given up. */
  public long quarantined() {
    return quarantined;
  }

  /** Instances, perturbed copies and trials included. */
  public long instances() {
    return instances;
  }

  /** Instances all of whose requests were answered. */
  public long scored() {
    return scored;
  }
}

package dev.regatta.coordinator.scale;

/**
 * What sweeps ask of a model at present.
 *
 * @param outstanding requests without an outcome: queued and in flight
 * @param wanted whether a sweep waits for a worker of the model, to learn from it what the model is
 * @param complete false where more may be outstanding than is known, as while a sweep is planned
 */
public record Demand(long outstanding, boolean wanted, boolean complete) {
  /** Nothing, for sure. */
  public static final Demand NONE = new Demand(0, false, true);

  /** Of two sweeps together. */
  public Demand plus(Demand other) {
    return new Demand(
        outstanding + other.outstanding, wanted || other.wanted, complete && other.complete);
  }
}

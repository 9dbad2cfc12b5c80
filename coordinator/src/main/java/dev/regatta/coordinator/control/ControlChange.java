package dev.regatta.coordinator.control;

import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import java.util.List;
import java.util.Map;

/** Makes the next word on a sweep out of the last one. What is not said stays. */
public final class ControlChange {
  private final SweepControl now;
  private SweepStatus state;
  private int epoch;
  private String reason;
  private List<ModelRef> models;
  private Map<Integer, Long> retryFrom;
  private Map<String, ModelProgress> progress;
  private String resultHash;

  private ControlChange(SweepControl now) {
    this.now = now;
    this.state = now.state();
    this.epoch = now.epoch();
    this.reason = now.reason();
    this.models = now.models();
    this.retryFrom = now.retryFrom();
    this.progress = now.progress();
    this.resultHash = now.resultHash();
  }

  public static ControlChange of(SweepControl now) {
    return new ControlChange(now);
  }

  /**
   * Takes the sweep to another state; the reason of the one before is gone.
   *
   * @throws NotPossibleException where it cannot be taken there
   */
  public ControlChange by(Transition transition) {
    transition.require(now.id(), now.state());
    state = transition.to();
    epoch += transition.command() ? 1 : 0;
    reason = null;
    return this;
  }

  /**
   * @param why null for none
   */
  public ControlChange reason(String why) {
    reason = why;
    return this;
  }

  public ControlChange models(List<ModelRef> resolved) {
    models = resolved;
    return this;
  }

  /**
   * @param offsets null where no retry is under way any more
   */
  public ControlChange retryFrom(Map<Integer, Long> offsets) {
    retryFrom = offsets;
    return this;
  }

  public ControlChange progress(Map<String, ModelProgress> latest) {
    progress = latest;
    return this;
  }

  public ControlChange resultHash(String hash) {
    resultHash = hash;
    return this;
  }

  public SweepControl make() {
    return new SweepControl(
        now.id(),
        now.name(),
        state,
        epoch,
        now.submittedAtMillis(),
        reason,
        now.priority(),
        models,
        retryFrom,
        progress,
        resultHash);
  }
}

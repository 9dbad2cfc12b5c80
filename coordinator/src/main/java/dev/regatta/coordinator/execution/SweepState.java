package dev.regatta.coordinator.execution;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The life of a sweep's execution. {@link #mayBecome} is the whole table of transitions. */
public enum SweepState {
  /** Requests are planned, written and published; answers may arrive already. */
  PLANNING,
  /** Everything is published; waiting until the ledger balances. */
  RUNNING,
  /** Every request has its outcome on Kafka; waiting until the sink has landed it. */
  LANDING,
  /** Every outcome is in the store. Final. */
  LANDED,
  /** Asked to stop: nothing more is published, what is in flight is landed. */
  DRAINING,
  /** Stopped before the ledger balanced; the same sweep run again goes on. Final. */
  STOPPED,
  /** An error ended the execution. Final. */
  FAILED;

  private static final Map<SweepState, Set<SweepState>> NEXT =
      Map.of(
          PLANNING, EnumSet.of(RUNNING, DRAINING, FAILED),
          RUNNING, EnumSet.of(LANDING, DRAINING, FAILED),
          LANDING, EnumSet.of(LANDED, DRAINING, FAILED),
          DRAINING, EnumSet.of(STOPPED, FAILED),
          LANDED, EnumSet.noneOf(SweepState.class),
          STOPPED, EnumSet.noneOf(SweepState.class),
          FAILED, EnumSet.noneOf(SweepState.class));

  /** Whether {@code next} may follow this state. */
  public boolean mayBecome(SweepState next) {
    return NEXT.get(this).contains(next);
  }
}

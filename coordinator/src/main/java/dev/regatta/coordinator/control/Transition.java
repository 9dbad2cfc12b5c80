package dev.regatta.coordinator.control;

import static dev.regatta.protocol.SweepStatus.CANCELLED;
import static dev.regatta.protocol.SweepStatus.FAILED;
import static dev.regatta.protocol.SweepStatus.LANDED;
import static dev.regatta.protocol.SweepStatus.PAUSED;
import static dev.regatta.protocol.SweepStatus.PLANNING;
import static dev.regatta.protocol.SweepStatus.RUNNING;
import static dev.regatta.protocol.SweepStatus.SCORED;
import static dev.regatta.protocol.SweepStatus.SUBMITTED;

import dev.regatta.protocol.SweepStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Everything that can happen to a submitted sweep. This is the whole table of its states; nothing
 * else changes one.
 *
 * <p>What the user commands begins a new epoch: whatever is on the queues from before is void.
 */
public enum Transition {
  /** An execution has begun. */
  PLAN(PLANNING, false, SUBMITTED),
  /** All its requests are planned and published. */
  RUN(RUNNING, false, PLANNING),
  /** Every request has its completion in the store. */
  LAND(LANDED, false, RUNNING),
  /** An aggregator says that its results are in the store. */
  SCORE(SCORED, false, LANDED),
  /** It cannot go on. */
  FAIL(FAILED, false, SUBMITTED, PLANNING, RUNNING, LANDED),
  /** To stop for now. */
  PAUSE(PAUSED, true, SUBMITTED, PLANNING, RUNNING),
  /** To stop for good; may be resumed all the same. */
  CANCEL(CANCELLED, true, SUBMITTED, PLANNING, RUNNING, PAUSED, FAILED),
  /** To go on with what is missing. */
  RESUME(SUBMITTED, true, PAUSED, CANCELLED, FAILED),
  /** To ask the quarantined requests once more. */
  RETRY(SUBMITTED, true, LANDED, SCORED, FAILED);

  private final SweepStatus to;
  private final boolean command;
  private final Set<SweepStatus> from;

  Transition(SweepStatus to, boolean command, SweepStatus... from) {
    this.to = to;
    this.command = command;
    this.from = EnumSet.copyOf(Arrays.asList(from));
  }

  /** The state that follows. */
  public SweepStatus to() {
    return to;
  }

  /** Whether a user asks for it, rather than the sweep's own course; begins a new epoch. */
  public boolean command() {
    return command;
  }

  public boolean possibleFrom(SweepStatus state) {
    return from.contains(state);
  }

  /**
   * @throws NotPossibleException where a sweep in this state cannot
   */
  public void require(String sweep, SweepStatus state) {
    if (!possibleFrom(state)) {
      List<String> states = from.stream().map(Transition::lower).toList();
      throw new NotPossibleException(
          "Sweep "
              + sweep
              + " is "
              + lower(state)
              + ": cannot "
              + lower(this)
              + " it (expected: "
              + String.join(" or ", states)
              + ")");
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

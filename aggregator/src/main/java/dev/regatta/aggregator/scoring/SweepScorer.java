package dev.regatta.aggregator.scoring;

import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.AggregatorDetails.ScoringState;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.service.log.LogIds;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gets scores for each sweep that the coordinator says has landed, one after the other, while this
 * aggregator leads; keeps what came of it until the coordinator has taken note, which shows in the
 * sweep's next state.
 *
 * <p>Results of an earlier epoch do not matter: a sweep lands again where quarantined requests were
 * tried again.
 */
public final class SweepScorer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SweepScorer.class);
  private static final long TICK_MILLIS = 500;

  /** Makes scores. */
  public interface Scores {
    /** Gets ready, so that the first sweep is quick; called once, before anything else. */
    void warmUp();

    /**
     * Scores a sweep that has landed, or looks whether it is scored.
     *
     * @return the outcome; while it is SCORING, asked again soon
     * @throws CancellationException where it was stopped from outside and says nothing of the sweep
     */
    Scoring score(SweepControl sweep);
  }

  private final Scores scores;
  private final BooleanSupplier leads;
  private final Runnable changed;
  private final Map<String, SweepControl> sweeps = new ConcurrentHashMap<>();
  private final Map<String, Scoring> states = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "scoring"));
  private volatile boolean closing;

  /**
   * @param leads whether this aggregator is the one that scores; no longer when it is to end
   * @param changed called when {@link #states} has changed
   */
  public SweepScorer(Scores scores, BooleanSupplier leads, Runnable changed) {
    this.scores = scores;
    this.leads = leads;
    this.changed = changed;
  }

  /** Gets ready, and scores from then on, in a thread of its own. */
  public void start() {
    executor.execute(this::warmUp);
    executor.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes the coordinator's word on a sweep. */
  public synchronized void control(SweepControl control) {
    sweeps.put(control.id(), control);
    if (control.state() != SweepStatus.LANDED && states.remove(control.id()) != null) {
      changed.run();
    }
    if (control.state().ended()) {
      sweeps.remove(control.id());
    }
  }

  /** What became of the sweeps, by id. */
  public Map<String, Scoring> states() {
    return Map.copyOf(states);
  }

  /** Takes no further sweep and waits for the one in work. */
  @Override
  public void close() {
    closing = true;
    executor.shutdownNow();
    try {
      executor.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    if (!leads.getAsBoolean()) {
      leaveToOthers();
    }
    for (SweepControl sweep : sweeps.values()) {
      if (closing || !leads.getAsBoolean()) {
        return;
      }
      if (sweep.state() == SweepStatus.LANDED && !done(sweep)) {
        score(sweep);
      }
    }
  }

  private boolean done(SweepControl sweep) {
    Scoring state = states.get(sweep.id());
    return state != null && state.epoch() == sweep.epoch() && state.state() != ScoringState.SCORING;
  }

  /** Whoever leads now says how far they are. */
  private synchronized void leaveToOthers() {
    if (states.values().removeIf(state -> state.state() == ScoringState.SCORING)) {
      changed.run();
    }
  }

  private void warmUp() {
    try {
      scores.warmUp();
    } catch (Exception | LinkageError | VirtualMachineError e) {
      // Spark throws checked exceptions that it does not declare.
      if (!closing) {
        LOG.warn("Could not warm up; the first sweep is scored more slowly", e);
      }
    }
  }

  private void score(SweepControl sweep) {
    try (MDC.MDCCloseable id = MDC.putCloseable(LogIds.SWEEP, sweep.id())) {
      if (!states.containsKey(sweep.id())) {
        LOG.info("Scoring");
        put(sweep, Scoring.RUNNING);
      }
      Scoring outcome = scores.score(sweep);
      if (outcome.state() == ScoringState.SCORED) {
        LOG.info("Scored, result hash {}", outcome.resultHash());
      }
      put(sweep, outcome);
    } catch (CancellationException e) {
      LOG.info("Scoring of {} was stopped; it starts again", sweep.id());
      states.remove(sweep.id());
    } catch (Exception | LinkageError | VirtualMachineError e) {
      // Whatever is wrong with one sweep, completions go on landing and others are scored. Without
      // the lead, as in a process that ends, it says nothing of the sweep.
      if (closing || !leads.getAsBoolean()) {
        states.remove(sweep.id());
      } else {
        LOG.error("Cannot score {}", sweep.id(), e);
        put(sweep, Scoring.failed(e.getMessage() == null ? e.toString() : e.getMessage()));
      }
    }
  }

  /** Unless the coordinator has said something else meanwhile. */
  private synchronized void put(SweepControl sweep, Scoring state) {
    SweepControl now = sweeps.get(sweep.id());
    Scoring before = states.get(sweep.id());
    if (now != null && now.state() == sweep.state() && now.epoch() == sweep.epoch()) {
      states.put(sweep.id(), state.inEpoch(sweep.epoch()));
    } else if (state.state() != ScoringState.SCORING) {
      states.remove(sweep.id());
    }
    if (!Objects.equals(before, states.get(sweep.id()))) {
      changed.run();
    }
  }
}

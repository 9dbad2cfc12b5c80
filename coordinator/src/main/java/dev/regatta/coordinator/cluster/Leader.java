package dev.regatta.coordinator.cluster;

import dev.regatta.coordinator.control.Backoff;
import dev.regatta.coordinator.control.ControlChange;
import dev.regatta.coordinator.control.ControlWriter;
import dev.regatta.coordinator.control.NotPossibleException;
import dev.regatta.coordinator.control.Transition;
import dev.regatta.coordinator.execution.CompletionFeed;
import dev.regatta.coordinator.execution.QueueWatch;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.coordinator.scale.Demand;
import dev.regatta.coordinator.submission.Submission;
import dev.regatta.coordinator.submission.Submissions;
import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.AggregatorDetails.ScoringState;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.service.registry.ControlLog;
import dev.regatta.service.registry.ServiceRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coordinator while it leads: decides what every sweep does next, says so on the control topic,
 * and executes the sweeps that may run.
 *
 * <p>All methods but the questions ({@link #sweeps}, {@link #progress}, {@link #demand}) are called
 * by one thread. Where the control topic does not take a word they throw, and this leader is done
 * for.
 */
final class Leader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leader.class);

  private final ControlWriter writer;
  private final CompletionFeed feed;
  private final QueueWatch watch;
  private final Submissions submissions;
  private final ServiceRegistry registry;
  private final SweepRun.Environment environment;
  private final int concurrent;
  private final Clock clock;
  private final Executor loop;
  private final Map<String, SweepControl> sweeps = new ConcurrentHashMap<>();
  private final Map<String, SweepRun> runs = new ConcurrentHashMap<>();
  private final Map<String, Submission> known = new HashMap<>();

  /** Models of the sweeps that wait for workers: all of a sweep, so that none leaves meanwhile. */
  private final Map<String, List<String>> awaited = new ConcurrentHashMap<>();

  private final Map<String, Backoff> backoffs = new HashMap<>();
  private boolean closed;

  /**
   * Begins to lead: shuts out whoever led before, and reads what was said last.
   *
   * @param publishingNanos grows by what each execution has spent on publishing
   * @param loop runs what the executions tell, on the thread of this leader
   */
  Leader(Coordinator.Parts parts, LongAdder publishingNanos, Executor loop) {
    this.submissions = parts.submissions();
    this.registry = parts.registry();
    this.concurrent = parts.concurrent();
    this.clock = parts.clock();
    this.loop = loop;
    this.watch = new QueueWatch(parts.admin());
    Map<String, Object> kafka = parts.config().clientProperties();
    this.writer = ControlWriter.begin(kafka);
    CompletionFeed opened = null;
    try {
      try (ControlLog log = ControlLog.follow(kafka, word -> {})) {
        sweeps.putAll(log.sweeps());
      }
      QueueAdmin queues =
          new QueueAdmin(parts.admin(), parts.config().topics(), parts.config().lock());
      queues.ensureCompletions(parts.config().completionPartitions());
      queues.warmUp();
      opened = CompletionFeed.start(parts.config(), parts.admin(), retries(sweeps.values()));
    } finally {
      if (opened == null) {
        writer.close();
      }
    }
    this.feed = opened;
    this.environment =
        new SweepRun.Environment(
            parts.store(), submissions, feed, parts.config(), parts.admin(), publishingNanos);
    LOG.info("Leads {} sweeps", sweeps.size());
  }

  private static Map<String, Map<Integer, Long>> retries(Collection<SweepControl> sweeps) {
    return sweeps.stream()
        .filter(sweep -> sweep.retryFrom() != null)
        .collect(Collectors.toMap(SweepControl::id, SweepControl::retryFrom));
  }

  /** The last word on every sweep. */
  Map<String, SweepControl> sweeps() {
    return Map.copyOf(sweeps);
  }

  /** Of the sweeps that are executed: by id, then by model. */
  Map<String, Map<String, ModelProgress>> progress() {
    return runs.values().stream()
        .collect(Collectors.toMap(SweepRun::sweep, SweepRun::progress, (a, b) -> a));
  }

  /** What the sweeps ask of each model. */
  Map<String, Demand> demand() {
    return Demands.of(sweeps.values(), progress(), awaited);
  }

  /** Takes an accepted submission on; one that is there already stays as it is. */
  SweepControl submit(Submission submission) {
    SweepControl present = sweeps.get(submission.id());
    if (present != null) {
      return present;
    }
    known.put(submission.id(), submission);
    return say(
        new SweepControl(
            submission.id(),
            submission.name(),
            SweepStatus.SUBMITTED,
            0,
            clock.millis(),
            null,
            submission.priority(),
            null,
            null,
            Map.of(),
            null));
  }

  /**
   * Does what a user has commanded.
   *
   * @throws NotPossibleException where the sweep's state does not allow it
   */
  SweepControl command(SweepControl sweep, Transition command) {
    ControlChange change = ControlChange.of(sweep).by(command);
    SweepRun run = runs.get(sweep.id());
    if (run != null) {
      change.progress(run.progress());
    }
    if (command == Transition.RETRY) {
      if (sweep.progress().values().stream().noneMatch(model -> model.quarantined() > 0)) {
        throw new NotPossibleException(
            "Sweep " + sweep.id() + " has no quarantined requests: there is nothing to retry");
      }
      Map<Integer, Long> from = new HashMap<>();
      watch.completionEnds().forEach((place, end) -> from.put(place.partition(), end));
      feed.retry(sweep.id(), from);
      change.retryFrom(from).resultHash(null);
    }
    backoffs.remove(sweep.id());
    SweepControl said = say(change.make());
    if (run != null) {
      run.leave();
    }
    return said;
  }

  /** Looks at every sweep and takes it on where it can be. To be called often. */
  void tick() {
    feed.check();
    sweeps.values().stream()
        .filter(sweep -> sweep.state() == SweepStatus.LANDED)
        .forEach(this::askForScores);
    List<SweepControl> waiting =
        sweeps.values().stream()
            .filter(sweep -> executable(sweep.state()) && !runs.containsKey(sweep.id()))
            .sorted(
                Comparator.comparing((SweepControl s) -> s.state() == SweepStatus.SUBMITTED)
                    .thenComparing(SweepControl::priority, Comparator.reverseOrder())
                    .thenComparing(SweepControl::submittedAtMillis)
                    .thenComparing(SweepControl::id))
            .toList();
    if (!waiting.isEmpty()) {
      WorkerModels models = new WorkerModels(registry.present(ServiceKind.WORKER));
      waiting.forEach(sweep -> begin(sweep, models));
    }
  }

  private static boolean executable(SweepStatus state) {
    return state == SweepStatus.SUBMITTED
        || state == SweepStatus.PLANNING
        || state == SweepStatus.RUNNING;
  }

  private void begin(SweepControl sweep, WorkerModels workers) {
    Backoff backoff = backoffs.get(sweep.id());
    if (backoff != null && !backoff.over(clock.instant())) {
      return;
    }
    if (runs.size() >= concurrent) {
      because(sweep, "waits for its turn: " + runs.size() + " sweeps are executed");
      return;
    }
    Submission submission;
    try {
      submission = submission(sweep.id());
    } catch (RegattaException e) {
      failed(sweep, e);
      return;
    }
    SweepControl ready = sweep;
    if (sweep.models() == null) {
      WorkerModels.Resolution resolution = workers.resolve(submission.models());
      if (!resolution.known()) {
        awaited.put(sweep.id(), submission.models().stream().map(Submission.Model::name).toList());
        because(sweep, resolution.reason());
        return;
      }
      ready = ControlChange.of(sweep).models(resolution.models()).make();
    }
    if (ready.state() == SweepStatus.SUBMITTED) {
      ready = say(ControlChange.of(ready).by(Transition.PLAN).make());
    }
    awaited.remove(ready.id());
    runs.put(ready.id(), SweepRun.start(ready, submission, environment, new Told()));
  }

  private Submission submission(String id) {
    return known.computeIfAbsent(
        id,
        unknown ->
            submissions
                .find(unknown)
                .orElseThrow(
                    () -> RegattaException.user("its submission is not in the store any more")));
  }

  private void askForScores(SweepControl sweep) {
    for (ServiceStatus status : registry.present(ServiceKind.AGGREGATOR)) {
      Scoring scoring =
          status.aggregator() == null ? null : status.aggregator().scoring().get(sweep.id());
      if (scoring != null && scoring.epoch() == sweep.epoch()) {
        if (scoring.state() == ScoringState.SCORED) {
          ControlChange change = ControlChange.of(sweep).by(Transition.SCORE);
          say(change.resultHash(scoring.resultHash()).make());
          return;
        }
        if (scoring.state() == ScoringState.FAILED) {
          fail(sweep, "cannot be scored: " + scoring.message());
          return;
        }
        because(sweep, scoring.message());
        return;
      }
    }
    because(sweep, "waits for an aggregator to score it");
  }

  private final class Told implements SweepRun.Listener {
    @Override
    public void published(SweepRun run) {
      tell(() -> Leader.this.published(run));
    }

    @Override
    public void ended(SweepRun run, Throwable error) {
      tell(() -> Leader.this.ended(run, error));
    }

    /** A leader that is closed has nothing to say about it. */
    private void tell(Runnable news) {
      loop.execute(
          () -> {
            if (!closed) {
              news.run();
            }
          });
    }
  }

  private void published(SweepRun run) {
    SweepControl sweep = sweeps.get(run.sweep());
    backoffs.remove(sweep.id());
    if (!run.leaving() && sweep.state() == SweepStatus.PLANNING) {
      say(ControlChange.of(sweep).by(Transition.RUN).progress(run.progress()).make());
    } else if (!run.leaving()) {
      because(sweep, null);
    }
  }

  private void ended(SweepRun run, Throwable error) {
    runs.remove(run.sweep(), run);
    SweepControl sweep = sweeps.get(run.sweep());
    if (run.leaving()) {
      LOG.info("Sweep {}: execution left", sweep.id());
    } else if (error == null) {
      feed.forget(sweep.id());
      ControlChange change = ControlChange.of(sweep).by(Transition.LAND);
      say(change.progress(run.progress()).retryFrom(null).make());
    } else {
      failed(ControlChange.of(sweep).progress(run.progress()).make(), error);
    }
    tick();
  }

  /**
   * A resource may come back; after any other error this sweep cannot go on, and the others can.
   */
  private void failed(SweepControl sweep, Throwable error) {
    if (category(error) == ErrorCategory.RESOURCE) {
      Backoff backoff = Backoff.after(backoffs.get(sweep.id()), clock.instant());
      backoffs.put(sweep.id(), backoff);
      LOG.warn("Sweep {}: tried again in {}", sweep.id(), backoff.length(), error);
      because(sweep, "is tried again: " + error.getMessage());
    } else {
      LOG.error("Sweep {} failed", sweep.id(), error);
      fail(sweep, String.valueOf(error.getMessage()));
    }
  }

  private static ErrorCategory category(Throwable error) {
    return error instanceof RegattaException known ? known.category() : ErrorCategory.INTERNAL;
  }

  private void fail(SweepControl sweep, String reason) {
    say(ControlChange.of(sweep).by(Transition.FAIL).reason(reason).make());
  }

  /** Says why a sweep does not move, where that is news. */
  private void because(SweepControl sweep, String reason) {
    if (!Objects.equals(sweep.reason(), reason)) {
      say(ControlChange.of(sweep).reason(reason).make());
    }
  }

  private SweepControl say(SweepControl word) {
    writer.put(word);
    SweepControl before = sweeps.put(word.id(), word);
    LOG.info(
        "Sweep {}: {} -> {}{}",
        word.id(),
        before == null ? "new" : before.state(),
        word.state(),
        word.reason() == null ? "" : ", " + word.reason());
    return word;
  }

  /** Leaves every execution where it is; the next leader goes on with them. */
  @Override
  public void close() {
    closed = true;
    runs.values().forEach(SweepRun::leave);
    try {
      for (SweepRun run : runs.values()) {
        run.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      feed.close();
    } finally {
      writer.close();
    }
  }
}

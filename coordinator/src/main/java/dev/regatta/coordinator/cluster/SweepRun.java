package dev.regatta.coordinator.cluster;

import dev.regatta.coordinator.execution.CompletionFeed;
import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.execution.SweepExecution;
import dev.regatta.coordinator.execution.SweepState;
import dev.regatta.coordinator.plan.PlannedSweep;
import dev.regatta.coordinator.submission.Submission;
import dev.regatta.coordinator.submission.Submissions;
import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.SweepControl;
import dev.regatta.service.life.Failure;
import dev.regatta.service.log.LogIds;
import dev.regatta.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.MDC;

/** One execution of a submitted sweep, in a thread of its own. */
final class SweepRun {
  private final SweepControl control;
  private final Submission submission;
  private final Environment environment;
  private final Listener listener;
  private final Thread thread;
  private volatile SweepExecution execution;
  private volatile boolean leaving;

  /** What every run needs. */
  record Environment(
      Store store,
      Submissions submissions,
      CompletionFeed feed,
      ExecutionConfig config,
      Admin admin,
      LongAdder publishingNanos) {}

  /** Told by the thread of the run. */
  interface Listener {
    /** Everything is published. */
    void published(SweepRun run);

    /**
     * The thread ends.
     *
     * @param error null where the run has landed, or has left as it was asked to
     */
    void ended(SweepRun run, Throwable error);
  }

  private SweepRun(
      SweepControl control, Submission submission, Environment environment, Listener listener) {
    this.control = control;
    this.submission = submission;
    this.environment = environment;
    this.listener = listener;
    this.thread = new Thread(this::run, "sweep-" + control.id());
    thread.setDaemon(true);
  }

  /**
   * @param control with the models resolved
   */
  static SweepRun start(
      SweepControl control, Submission submission, Environment environment, Listener listener) {
    SweepRun run = new SweepRun(control, submission, environment, listener);
    run.thread.start();
    return run;
  }

  String sweep() {
    return control.id();
  }

  /**
   * Asks the run to end at once; what is under way goes on without it. Data that it still waits for
   * are given up.
   */
  void leave() {
    leaving = true;
    SweepExecution running = execution;
    if (running == null) {
      thread.interrupt();
    } else {
      running.leave();
    }
  }

  /** Whether it was asked to end. */
  boolean leaving() {
    return leaving;
  }

  void join() throws InterruptedException {
    thread.join();
  }

  /** By model, in the order of the sweep file; what was known before while nothing is planned. */
  Map<String, ModelProgress> progress() {
    SweepExecution running = execution;
    if (running == null) {
      return control.progress();
    }
    Map<String, ModelProgress> progress = new LinkedHashMap<>();
    running
        .progress()
        .forEach(
            (model, counts) ->
                progress.put(
                    model,
                    new ModelProgress(
                        counts.planned(),
                        counts.planComplete(),
                        counts.completed(),
                        counts.quarantined(),
                        counts.reused())));
    return progress;
  }

  private void run() {
    MDC.put(LogIds.SWEEP, control.id());
    try {
      execute();
      listener.ended(this, null);
    } catch (RuntimeException | Error e) {
      listener.ended(this, Failure.of(e).error());
    }
  }

  private void execute() {
    try {
      execute(environment.submissions().open(submission));
    } finally {
      environment.submissions().close(control.id());
    }
  }

  private void execute(Submissions.Opened opened) {
    PlannedSweep planned =
        PlannedSweep.of(
            opened.sweep(),
            Optional.of(control.id()),
            control.models(),
            environment.store(),
            opened.resources(),
            control.retryFrom() != null);
    if (!planned.plan().complete()) {
      planned.checkBudget();
    }
    try (SweepExecution running =
        new SweepExecution(
            planned.plan(),
            control.epoch(),
            environment.feed(),
            environment.config(),
            environment.admin())) {
      execution = running;
      if (leaving) {
        running.leave();
      }
      running.run(this::left);
      environment.publishingNanos().add(running.publishing().toNanos());
    }
  }

  private void left(SweepState state) {
    if (state == SweepState.PLANNING && !leaving) {
      listener.published(this);
    }
  }
}

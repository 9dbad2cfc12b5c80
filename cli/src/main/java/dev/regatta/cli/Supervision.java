package dev.regatta.cli;

import dev.regatta.aggregator.sink.Sink;
import dev.regatta.coordinator.execution.SweepExecution;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Shows how far an execution is, starts workers again that have died, and ends the execution where
 * that does not help or nobody lands its answers any more.
 */
final class Supervision implements AutoCloseable {
  private static final long TICK_MILLIS = 200;

  private final SweepExecution execution;
  private final LocalWorkers workers;
  private final Sink sink;
  private final Terminal terminal;
  private final SweepProgressView view = new SweepProgressView(System::nanoTime);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

  Supervision(SweepExecution execution, LocalWorkers workers, Sink sink, Terminal terminal) {
    this.execution = execution;
    this.workers = workers;
    this.sink = sink;
    this.terminal = terminal;
    ticker.scheduleWithFixedDelay(this::look, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    show();
    try {
      workers.supervise();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      execution.stop();
    }
    sink.failure()
        .ifPresent(
            reason -> {
              failure.compareAndSet(null, reason);
              // Without a sink there is nothing to wait for.
              execution.leave();
            });
  }

  private void show() {
    terminal.status(view.lines(execution.progress()));
  }

  /** Throws why the execution was ended, if it was. */
  void throwFailure() {
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** Shows the last state. */
  @Override
  public void close() {
    ticker.shutdownNow();
    show();
    terminal.endStatus(true);
  }
}

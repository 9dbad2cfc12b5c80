package dev.regatta.worker.queue;

import java.time.Duration;

/** Tells the lanes of a worker to stop, and until when they may finish what they hold. */
final class Stop {
  private final Duration drainTimeout;
  private volatile boolean requested;
  private volatile long deadlineNanos;

  Stop(Duration drainTimeout) {
    this.drainTimeout = drainTimeout;
  }

  synchronized void request() {
    if (!requested) {
      deadlineNanos = System.nanoTime() + drainTimeout.toNanos();
      requested = true;
    }
  }

  boolean requested() {
    return requested;
  }

  /** True where the time to finish is over. */
  boolean overdue() {
    return requested && System.nanoTime() - deadlineNanos >= 0;
  }
}

package dev.regatta.worker.runtime.simulated;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Serves so many jobs at once, each for its time, first come first served; one thread in all. */
final class Slots implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private int free;
  private boolean closed;

  Slots(int slots) {
    this.free = slots;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "simulated-slots");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What occupies a slot. {@code finish} is called with the time at which service began. */
  record Job(long serviceNanos, LongConsumer finish, Runnable abandon) {}

  void submit(Job job) {
    synchronized (this) {
      if (!closed) {
        if (free > 0) {
          free--;
          serve(job);
        } else {
          waiting.add(job);
        }
        return;
      }
    }
    job.abandon().run();
  }

  private void serve(Job job) {
    long startedNanos = System.nanoTime();
    timer.schedule(
        () -> {
          next();
          job.finish().accept(startedNanos);
        },
        job.serviceNanos(),
        TimeUnit.NANOSECONDS);
  }

  private synchronized void next() {
    Job next = closed ? null : waiting.poll();
    if (next == null) {
      free++;
    } else {
      serve(next);
    }
  }

  /** Ends without finishing: the caller tells those who wait. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    timer.shutdownNow();
  }
}

package dev.regatta.worker.queue;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How fast an engine has been of late. Not thread-safe. */
final class Pace {
  private static final Duration WINDOW = Duration.ofMillis(500);

  private final LongSupplier nanoTime;
  private long windowStart;
  private int ended;
  private double perNano;

  Pace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
  }

  /** The engine has done with a request. */
  void ended() {
    ended++;
    long now = nanoTime.getAsLong();
    long passed = now - windowStart;
    if (passed >= WINDOW.toNanos()) {
      perNano = (double) ended / passed;
      ended = 0;
      windowStart = now;
    }
  }

  /** Requests that the engine ends in such a time; 0 while nothing is known. */
  int within(Duration time) {
    return (int) (perNano * time.toNanos());
  }
}

package dev.regatta.coordinator.execution;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Notices that a count has not moved for a while; starts anew each time it says so. */
final class Stall {
  private final long timeoutNanos;
  private final LongSupplier nanoTime;
  private long lastCount = -1;
  private long since;

  Stall(Duration timeout, LongSupplier nanoTime) {
    this.timeoutNanos = timeout.toNanos();
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  boolean stalled(long count) {
    long now = nanoTime.getAsLong();
    if (count != lastCount) {
      lastCount = count;
      since = now;
      return false;
    }
    if (now - since < timeoutNanos) {
      return false;
    }
    since = now;
    return true;
  }
}

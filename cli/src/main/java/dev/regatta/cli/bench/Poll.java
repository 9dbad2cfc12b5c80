package dev.regatta.cli.bench;

import dev.regatta.protocol.RegattaException;
import java.util.function.BooleanSupplier;

/** Looks again and again, at short intervals. */
final class Poll {
  private static final long INTERVAL_MILLIS = 50;

  private Poll() {}

  /** Returns when {@code condition} holds; what it throws ends the wait. */
  static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      pause(INTERVAL_MILLIS);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }
}

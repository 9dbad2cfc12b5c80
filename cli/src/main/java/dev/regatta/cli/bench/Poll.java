package dev.regatta.cli.bench;

import dev.regatta.service.life.Sleeper;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again and again, but not so often that looking costs what is measured its processors. */
public final class Poll {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private Poll() {}

  /** Returns when {@code condition} holds; what it throws ends the wait. */
  public static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Sleeper.SYSTEM.pause(INTERVAL);
    }
  }
}

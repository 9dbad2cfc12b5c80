package dev.regatta.service.life;

import dev.regatta.protocol.RegattaException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets time pass between two looks at something; tests have one that does not. */
@FunctionalInterface
public interface Sleeper {
  /** The real one. */
  Sleeper SYSTEM = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

  void sleep(Duration time) throws InterruptedException;

  /**
   * As {@link #sleep}, where an interruption is the end of it all.
   *
   * @throws RegattaException INTERNAL where the thread is interrupted
   */
  default void pause(Duration time) {
    try {
      sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }
}

package dev.regatta.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tries again after transient failures, waiting 1, 2, 4 ... seconds. */
final class Retry {
  private static final int TRIES_WITHOUT_PROGRESS = 5;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** Lets time pass. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** One try. */
  interface Attempt<T> {
    T run() throws IOException, InterruptedException, FetchFailure;
  }

  private final Sleeper sleeper;
  private final FetchListener listener;

  Retry(Sleeper sleeper, FetchListener listener) {
    this.sleeper = sleeper;
    this.listener = listener;
  }

  /**
   * @param progress bytes present; as long as they grow between failures the tries are not counted
   * @param hint what to do where access is refused
   */
  <T> T run(Attempt<T> attempt, String source, String hint, LongSupplier progress)
      throws FetchFailure, InterruptedException {
    int failures = 0;
    long before = progress.getAsLong();
    while (true) {
      try {
        return attempt.run();
      } catch (IOException e) {
        long now = progress.getAsLong();
        failures = now > before ? 1 : failures + 1;
        before = now;
        if (failures >= TRIES_WITHOUT_PROGRESS || !isTransient(e)) {
          throw FetchFailure.resource(reason(e, hint));
        }
        Duration delay = delay(e, failures);
        listener.retrying(source, reason(e, hint), delay);
        sleeper.sleep(delay);
      }
    }
  }

  private static boolean isTransient(IOException e) {
    return !(e instanceof Http.StatusException status) || status.isTransient();
  }

  private static Duration delay(IOException e, int failures) {
    Duration backoff = Duration.ofSeconds(1L << (failures - 1));
    Duration asked = e instanceof Http.StatusException s ? s.retryAfter() : Duration.ZERO;
    Duration delay = asked.compareTo(backoff) > 0 ? asked : backoff;
    return delay.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : delay;
  }

  private static String reason(IOException e, String hint) {
    if (e instanceof Http.StatusException s && (s.status() == 401 || s.status() == 403)) {
      return e.getMessage() + ": " + hint;
    }
    String message = e.getMessage() == null ? "" : ": " + Target.redact(e.getMessage());
    boolean plain = e instanceof Http.StatusException || e.getClass() == IOException.class;
    return plain && !message.isEmpty()
        ? message.substring(2)
        : e.getClass().getSimpleName() + message;
  }
}

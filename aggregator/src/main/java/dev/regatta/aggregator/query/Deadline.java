package dev.regatta.aggregator.query;

import dev.regatta.protocol.RegattaException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Cancels a statement when its time is over. */
final class Deadline implements AutoCloseable {
  private final Duration timeout;
  private final Timer timer = new Timer("regatta-query-deadline", true);
  private volatile boolean passed;

  Deadline(Statement statement, Duration timeout) {
    this.timeout = timeout;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            passed = true;
            interrupt(statement);
          }
        },
        timeout.toMillis());
  }

  private static void interrupt(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw RegattaException.internal("Cannot cancel the query", e);
    }
  }

  boolean passed() {
    return passed;
  }

  RegattaException error() {
    return RegattaException.user(
        "Query cancelled: it took longer than " + timeout.toMillis() / 1000.0 + " s");
  }

  @Override
  public void close() {
    timer.cancel();
  }
}

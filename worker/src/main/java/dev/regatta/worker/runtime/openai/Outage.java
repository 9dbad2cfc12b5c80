package dev.regatta.worker.runtime.openai;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A time in which the engine takes no requests: how often it is asked, and what the log says. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(30);

  private final URI engine;
  private final Supplier<CompletableFuture<Void>> test;
  private EngineException reason;
  private long since;
  private long reported;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param test completes when the engine gives a right answer; its health page would say too early
   *     that it is there
   */
  Outage(URI engine, Supplier<CompletableFuture<Void>> test) {
    this.engine = engine;
    this.test = test;
  }

  void begin(EngineException why, long now) {
    reason = why;
    since = now;
    reported = now;
    pause = FIRST_PAUSE;
    LOG.warn("Engine {} takes no requests; they wait until it answers again. {}", engine, text());
  }

  private String text() {
    return reason.getMessage();
  }

  EngineException reason() {
    return reason;
  }

  /** Twice as long each time. */
  Duration nextPause() {
    Duration next = pause;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
    return next;
  }

  CompletableFuture<Void> ask() {
    return test.get();
  }

  void goesOn(EngineException why, long now, int waiting) {
    reason = why;
    if (now - reported >= REPORT_INTERVAL.toNanos()) {
      reported = now;
      LOG.warn(
          "Engine {} has been away for {} s, {} requests wait. {}",
          engine,
          seconds(now),
          waiting,
          text());
    }
  }

  void end(long now) {
    LOG.warn("Engine {} answers again after {} s", engine, seconds(now));
  }

  private long seconds(long now) {
    return Duration.ofNanos(now - since).toSeconds();
  }
}

package dev.regatta.worker.runtime.openai;

import java.time.Duration;

/**
 * How many requests are worth having in flight, learnt from how the server takes them.
 *
 * <p>While answers come back clean and the limit is in use, it grows: by one with each answer at
 * first, which doubles it every round (slow start), later by {@link #STEP} of itself every round.
 * An overload (429, 503, a time limit) multiplies it by {@link #DECREASE}, once for all the
 * overloads of one episode, since those were sent under the same limit. Where the server's gauges
 * can be read they bring it to where a few requests wait there: more than none, fewer than a tenth
 * of those that run.
 *
 * <p>Pure: the time is given with every call. Not thread-safe.
 */
final class ConcurrencyLimit {
  static final int START = 16;
  static final double DECREASE = 0.7;
  static final double STEP = 0.05;
  static final Duration EPISODE = Duration.ofSeconds(5);

  /** The pause after an overload that names none. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final double WAITING_SHARE = 0.1;

  private final int ceiling;
  private double limit;
  private boolean slowStart = true;
  private boolean heldByGauges;
  private boolean overloaded;
  private long episodeEnd;
  private long pauseEnd;

  /**
   * @param ceiling the limit never exceeds it; at least 1
   */
  ConcurrencyLimit(int ceiling) {
    this.ceiling = ceiling;
    this.limit = Math.min(START, ceiling);
  }

  /** Requests that may be in flight, at least 1. */
  int limit() {
    return (int) limit;
  }

  /** Nanoseconds from now until which nothing new should be sent; 0 or less for none. */
  long pauseNanos(long nowNanos) {
    return overloaded ? pauseEnd - nowNanos : 0;
  }

  /**
   * A clean answer.
   *
   * @param inFlight requests that were in flight with it, itself included
   */
  void succeeded(int inFlight, long nowNanos) {
    boolean inEpisode = overloaded && nowNanos - episodeEnd < 0;
    if (inEpisode || heldByGauges || inFlight < (int) limit) {
      return;
    }
    grow(slowStart ? 1 : Math.max(1, STEP * limit) / limit);
  }

  private void grow(double step) {
    limit = Math.min(ceiling, limit + step);
  }

  /** An answer that says nothing about load, but is not clean: ends the slow start. */
  void failed() {
    slowStart = false;
  }

  /**
   * The server had too much.
   *
   * @param pause what it asks for
   */
  void overloaded(Duration pause, long nowNanos) {
    slowStart = false;
    if (!overloaded || nowNanos - episodeEnd >= 0) {
      limit = Math.max(1, limit * DECREASE);
      episodeEnd = nowNanos + EPISODE.toNanos();
      pauseEnd = nowNanos;
      overloaded = true;
    }
    long asked = nowNanos + pause.toNanos();
    if (asked - pauseEnd > 0) {
      pauseEnd = asked;
    }
    if (pauseEnd - episodeEnd > 0) {
      episodeEnd = pauseEnd;
    }
  }

  /** The server's own gauges. They count the requests of everyone who uses it. */
  void observed(double running, double waiting) {
    double most = Math.max(1, WAITING_SHARE * running);
    heldByGauges = waiting > 0;
    if (waiting > most) {
      slowStart = false;
      // Half of the most: the next reading then lies between none and too many.
      limit = Math.max(1, limit - (waiting - most / 2));
    }
  }

  /** The server was away and is back, perhaps a new one with cold caches. */
  void restart() {
    limit = Math.min(limit, Math.min(START, ceiling));
    slowStart = true;
    heldByGauges = false;
    overloaded = false;
  }
}

package dev.regatta.cli;

import dev.regatta.aggregator.job.SparkSessions;
import dev.regatta.aggregator.job.WarmUp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Spark session of a run, opened and warmed up while requests run. Scoring waits for the
 * session and never for the warm-up: one that has not begun is left out, one under way abandoned.
 * The classes it has loaded by then need not be loaded again. A sweep that is over at once would
 * only be slowed down by it, so the warm-up waits a little first.
 */
final class SparkStart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SparkStart.class);
  private static final long PAUSE_SECONDS = 3;

  private final int cores;
  private final CompletableFuture<SparkSession> session = new CompletableFuture<>();
  private final CompletableFuture<WarmUp> warmUp = session.thenApply(WarmUp::new);
  private final CountDownLatch needed = new CountDownLatch(1);

  private SparkStart(int cores) {
    this.cores = cores;
  }

  /** Starts opening a session on this many cores in a thread of its own. */
  static SparkStart start(int cores) {
    SparkStart start = new SparkStart(cores);
    Thread thread = new Thread(start::open, "spark-start");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
    return start;
  }

  /** The session, as soon as it is there. */
  SparkSession take() {
    needed.countDown();
    SparkSession spark = session.join();
    warmUp.join().abandon();
    return spark;
  }

  private void open() {
    try {
      session.complete(SparkSessions.local(cores));
    } catch (Throwable e) { // Whatever it is, whoever waits for the session is to hear of it.
      session.completeExceptionally(e);
      return;
    }
    warmUp();
  }

  private void warmUp() {
    try {
      if (!needed.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
        warmUp.join().run();
      }
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      LOG.debug("The warm-up of Spark ended early: {}", e.getMessage());
    }
  }

  /** Stops the session, at once or when it is there. */
  @Override
  public void close() {
    needed.countDown();
    session.thenAccept(SparkSession::stop);
  }
}

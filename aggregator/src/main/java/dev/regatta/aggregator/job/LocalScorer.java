package dev.regatta.aggregator.job;

import dev.regatta.aggregator.annotation.Annotators;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.SparkSession;

/** Scores sweeps in a Spark session inside this JVM, which is opened when it is first needed. */
public final class LocalScorer implements AutoCloseable {
  private final String storeRoot;
  private final int cores;
  private final Map<String, String> properties;
  private final Annotators annotators;
  private SparkSession session;

  /**
   * @param storeRoot root of the store: a path or a Hadoop URI
   * @param cores worker threads
   * @param properties further ones of Spark, by their full names
   * @param annotators what looks at answers before they are scored
   */
  public LocalScorer(
      String storeRoot, int cores, Map<String, String> properties, Annotators annotators) {
    this.storeRoot = storeRoot;
    this.cores = cores;
    this.properties = Map.copyOf(properties);
    this.annotators = annotators;
  }

  /** Opens the session and makes the JVM load what scoring needs. */
  public synchronized void warmUp() {
    new WarmUp(session()).run();
  }

  /**
   * Scores a sweep and puts its results in the store.
   *
   * @throws CancellationException where Spark was stopped meanwhile, as it is when the process ends
   */
  public synchronized ScoreResult score(String sweep) {
    SparkSession spark = session();
    try {
      return new ScoreJob(spark, annotators).run(storeRoot, sweep);
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      if (spark.sparkContext().isStopped()) {
        throw (CancellationException) new CancellationException("Spark was stopped").initCause(e);
      }
      throw e;
    }
  }

  private SparkSession session() {
    if (session == null || session.sparkContext().isStopped()) {
      session = SparkSessions.local(cores, properties);
    }
    return session;
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.stop();
      session = null;
    }
  }
}

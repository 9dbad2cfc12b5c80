package dev.regatta.worker.queue;

import java.time.Duration;
import java.util.Map;

/**
 * How a worker takes requests from its queue.
 *
 * @param bootstrapServers address of Kafka
 * @param model decides topic and share group
 * @param workerId name of this worker in every completion
 * @param lanes share consumers side by side; 0 fits them to the engine's slots
 * @param batch requests a lane takes at once; 0 fits it to the engine's slots
 * @param maxAttempts deliveries of a failing request before it is quarantined; below the queue's
 *     own delivery limit, at which the broker drops a request without a word
 * @param retryBackoff wait before a failed request is given back for the first time; four times as
 *     long each further time, at most {@link #MAX_BACKOFF}
 * @param answerTimeout an attempt that has no answer by then has failed: a part of the engine hangs
 * @param drainTimeout how long {@link Worker#close()} waits for requests in flight
 * @param kafka further properties of every Kafka client
 */
public record LaneConfig(
    String bootstrapServers,
    String model,
    String workerId,
    int lanes,
    int batch,
    int maxAttempts,
    Duration retryBackoff,
    Duration answerTimeout,
    Duration drainTimeout,
    Map<String, String> kafka) {

  static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
  private static final int MAX_BATCH = 500;
  private static final int MANY_SLOTS = 32;
  private static final int FEW_LANES = 4;
  private static final int MANY_LANES = 16;

  /**
   * Against so many slots a batch of the producer, some dozens or hundreds of requests, is little.
   */
  private static final int SLOTS_FOR_WHOLE_BATCHES = 1000;

  public LaneConfig {
    kafka = Map.copyOf(kafka);
  }

  /** More lanes where many requests are in flight, of which any may hold up its lane. */
  int lanesFor(int slots) {
    if (lanes > 0) {
      return lanes;
    }
    return slots < MANY_SLOTS ? FEW_LANES : MANY_LANES;
  }

  /**
   * Requests a lane takes at once. Unless given, so many that all lanes together can hold four
   * times the engine's slots, for then the slots stay full although most lanes wait for the last
   * request of their batch; and not fewer than slots, for of whatever a lane takes the client reads
   * all that was sent together, which may be thousands of short requests.
   */
  int batchFor(int slots) {
    if (batch > 0) {
      return batch;
    }
    int fitted = Math.max(slots, 4 * slots / lanesFor(slots));
    return Math.max(1, Math.min(MAX_BATCH, fitted));
  }

  /**
   * Whether a lane takes all that was sent together, even beyond its batch. That spares the broker
   * to keep account of each request of a batch that several lanes share; but with few slots it
   * would keep from other workers what they could run.
   */
  boolean takesWholeBatches(int slots) {
    return batch == 0 && slots >= SLOTS_FOR_WHOLE_BATCHES;
  }

  Duration backoff(int attempt) {
    int doublings = Math.min(2 * (attempt - 1), 20);
    Duration wait = retryBackoff.multipliedBy(1L << doublings);
    return wait.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : wait;
  }
}

package dev.regatta.worker.queue;

import dev.regatta.protocol.RegattaException;
import dev.regatta.service.kafka.Goodbye;
import dev.regatta.service.log.LogIds;
import dev.regatta.worker.runtime.ModelRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.MDC;

/**
 * Answers the requests of one model's queue with one engine, by several {@link Lane lanes}.
 *
 * <p>Where a lane meets an error that is not a request's (Kafka refuses it, the producer is broken)
 * the whole worker stops: its requests go back to the queue and {@link #termination()} says why.
 */
public final class Worker implements AutoCloseable {
  private final Stop stop;
  private final Tally tally = new Tally();
  private final Producer<byte[], byte[]> producer;

  /** Where Kafka is away a lane may wait in the producer: it ends with it then. */
  private final Duration mostToDrain;

  private final CompletableFuture<Void> termination;

  private Worker(LaneConfig config, ModelRuntime runtime, SweepEpochs epochs, Clock clock) {
    this.stop = new Stop(config.drainTimeout());
    this.producer = KafkaClients.producer(config);
    this.mostToDrain = config.drainTimeout().plus(Goodbye.PATIENCE);
    int slots = runtime.info().slots();
    int batch = config.batchFor(slots);
    Lane.Shared shared =
        new Lane.Shared(new Gate(), new Room(runtime::state, batch, System::nanoTime), stop, tally);
    Attempts attempts = new Attempts(config, runtime.info(), epochs, clock);
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < config.lanesFor(slots); i++) {
      ShareConsumer<byte[], byte[]> consumer = KafkaClients.consumer(config, i, slots);
      Lane lane = new Lane(new Held(consumer), runtime, producer, attempts, config, shared);
      lanes.add(launch(config, i, lane, consumer));
    }
    this.termination =
        CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new))
            .whenComplete((done, error) -> Goodbye.to(producer).close());
  }

  /**
   * Starts the lanes and returns at once. The queue's topic and share group and the topic of
   * completions must exist. The engine stays the caller's, to be closed after the worker.
   */
  public static Worker start(LaneConfig config, ModelRuntime runtime) {
    return start(config, runtime, new SweepEpochs());
  }

  /**
   * @param epochs kept up to date by the caller
   */
  public static Worker start(LaneConfig config, ModelRuntime runtime, SweepEpochs epochs) {
    return new Worker(config, runtime, epochs, Clock.systemUTC());
  }

  /** What the worker has done so far. */
  public WorkerCounts counts() {
    return tally.counts();
  }

  /** Done when every lane has ended; exceptionally where one failed. */
  public CompletableFuture<Void> termination() {
    return termination.copy();
  }

  /**
   * Takes no more requests, finishes those in flight within the drain timeout, gives the rest back
   * and leaves the group. Returns when all that is done; does not throw what {@link #termination()}
   * tells.
   */
  @Override
  public void close() {
    stop.request();
    CompletableFuture.delayedExecutor(mostToDrain.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> producer.close(Duration.ZERO));
    termination.handle((done, error) -> null).join();
  }

  private CompletableFuture<Void> launch(
      LaneConfig config, int number, Lane lane, ShareConsumer<byte[], byte[]> consumer) {
    String name = config.workerId() + "-lane-" + number;
    return CompletableFuture.runAsync(
        () -> {
          MDC.put(LogIds.MODEL, config.model());
          MDC.put(LogIds.WORKER, config.workerId());
          work(lane, consumer);
        },
        command -> new Thread(command, name).start());
  }

  private void work(Lane lane, ShareConsumer<byte[], byte[]> consumer) {
    Goodbye goodbye = Goodbye.to(consumer);
    try (goodbye) {
      lane.run();
    } catch (InterruptedException e) {
      throw RegattaException.internal("Interrupted: a lane ends", e);
    } finally {
      // One lane's end is the worker's end: the others would go on at a part of its speed.
      stop.request();
    }
  }
}

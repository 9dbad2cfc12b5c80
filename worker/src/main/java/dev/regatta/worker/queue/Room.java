package dev.regatta.worker.queue;

import dev.regatta.worker.runtime.EngineState;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How many requests the lanes of a worker may take: enough to fill the engine and to have one batch
 * at hand when places fall free, and no more, so that the queue keeps what other workers could run;
 * none while the engine is away. Safe for use by several threads.
 */
final class Room {
  private final Supplier<EngineState> engine;
  private final int batch;
  private int reserved;
  private int occupied;

  Room(Supplier<EngineState> engine, int batch) {
    this.engine = engine;
    this.batch = batch;
  }

  /** Keeps places for a batch that is about to be taken; false where none fell free in time. */
  synchronized boolean tryReserve(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!open()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    reserved += batch;
    return true;
  }

  private boolean open() {
    EngineState now = engine.get();
    return now.waitingFor().isEmpty() && occupied + reserved <= now.concurrency();
  }

  /** The batch is taken: what it brought has entered. */
  synchronized void endReservation() {
    reserved -= batch;
    notifyAll();
  }

  /** A request goes to the engine; never refused, for some come without a reservation. */
  synchronized void enter() {
    occupied++;
  }

  /** The engine has done with a request. */
  synchronized void leave() {
    occupied--;
    notifyAll();
  }
}

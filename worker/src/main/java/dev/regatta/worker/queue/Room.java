package dev.regatta.worker.queue;

import dev.regatta.worker.runtime.EngineState;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many requests the lanes of a worker may take, and how many of those the engine gets. Taken is
 * enough to fill the engine, what it ends {@link #AHEAD} and one batch, and no more, so that the
 * queue keeps what other workers could run; nothing while the engine is away. Safe for use by
 * several threads.
 */
final class Room {
  /**
   * A lane begins to take a batch so long before a slot of the engine would stand empty. Until the
   * batch is at hand its lane has sent the acknowledgements of the one before, waited for the
   * broker and read the requests, which takes milliseconds. Counted in time, what is kept from
   * other workers is little with a slow engine, and never more than this much of their work.
   */
  static final Duration AHEAD = Duration.ofMillis(50);

  /**
   * The engine itself has one batch and so much more than runs in it, to fill its slots from; the
   * rest waits in the lanes, where it takes less memory and can be given back.
   */
  static final Duration AT_HAND = Duration.ofMillis(10);

  private final Supplier<EngineState> engine;
  private final int batch;
  private final Pace pace;
  private int reserved;
  private int taken;
  private int inEngine;
  private int waiting;

  Room(Supplier<EngineState> engine, int batch, LongSupplier nanoTime) {
    this.engine = engine;
    this.batch = batch;
    this.pace = new Pace(nanoTime);
  }

  /**
   * Keeps places for a batch that is about to be taken; false where none fell free in time. Who
   * comes while others wait goes behind them: a lane that polled in vain would be back before
   * another one is awake, whose consumer has what is left of the queue.
   */
  synchronized boolean tryReserve(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean myTurn = waiting == 0;
    while (!myTurn || !open()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      waiting++;
      try {
        wait(millis);
      } finally {
        waiting--;
      }
      myTurn = true;
    }
    reserved += batch;
    wakeOne();
    return true;
  }

  private boolean open() {
    EngineState now = engine.get();
    int wanted = now.concurrency() + pace.within(AHEAD);
    return now.waitingFor().isEmpty() && taken + reserved <= wanted;
  }

  /** The batch has been {@linkplain #take taken}. */
  synchronized void endReservation() {
    reserved -= batch;
    wakeOne();
  }

  /** Requests are in the hands of a lane; never refused, for some come without a reservation. */
  synchronized void take(int requests) {
    taken += requests;
  }

  /** Requests that were taken are not for the engine after all. */
  synchronized void leave(int requests) {
    taken -= requests;
    wakeOne();
  }

  /** Whether the engine should get another one of the requests that were taken. */
  synchronized boolean hasPlace() {
    return inEngine < engine.get().concurrency() + batch + pace.within(AT_HAND);
  }

  /** A request that was taken goes to the engine. */
  synchronized void enter() {
    inEngine++;
  }

  /** The engine has done with a request. */
  synchronized void answered() {
    inEngine--;
    taken--;
    pace.ended();
    wakeOne();
  }

  /** Lanes are alike, and each place that falls free wakes another: to wake all costs them time. */
  private void wakeOne() {
    if (open()) {
      notify();
    }
  }
}

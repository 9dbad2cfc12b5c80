package dev.regatta.worker.runtime.openai;

import dev.regatta.worker.runtime.EngineState;
import dev.regatta.worker.runtime.openai.Fault.Rule;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sends requests to the engine, as many at once as its {@link ConcurrencyLimit} allows, and does
 * what the {@link Fault.Rule} of a failure says. Each request is on its own: a slow one holds up no
 * other.
 *
 * <p>While the engine is away nothing is sent but a test request from time to time; everything else
 * waits here, for so long as its patience goes, without an attempt being counted.
 */
final class Dispatcher implements AutoCloseable {
  private final ConcurrencyLimit limit;
  private final Outage outage;
  private final Timer timer;
  private final LongSupplier nanoTime;
  private final Duration patience;
  private final Deque<Call<?>> waiting = new ArrayDeque<>();
  private final AtomicInteger pumps = new AtomicInteger();
  private int inFlight;
  private boolean away;
  private boolean wakeUpSet;
  private boolean closed;

  /** Runs something later, on another thread. */
  @FunctionalInterface
  interface Timer {
    void later(Duration delay, Runnable task);
  }

  /**
   * @param outage asks the engine whether it is back and says in the log how that goes
   * @param patience how long a request is held here while the engine takes none
   */
  Dispatcher(
      ConcurrencyLimit limit,
      Outage outage,
      Timer timer,
      LongSupplier nanoTime,
      Duration patience) {
    this.limit = limit;
    this.outage = outage;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.patience = patience;
  }

  /** A request that waits, or is in flight. */
  private static final class Call<T> {
    final CompletableFuture<?> promised;
    final Supplier<CompletableFuture<T>> exchange;
    final CompletableFuture<T> result = new CompletableFuture<>();

    /** The latest exchange; null while there is none. */
    volatile CompletableFuture<T> answer;

    boolean brokenOff;
    boolean held;
    long heldSince;
    EngineException reason;

    Call(CompletableFuture<?> promised, Supplier<CompletableFuture<T>> exchange) {
      this.promised = promised;
      this.exchange = exchange;
    }

    void hold(EngineException why, long now) {
      reason = why;
      if (!held) {
        held = true;
        heldSince = now;
      }
    }
  }

  /**
   * Sends a request when there is room.
   *
   * @param promised what the answer is for: completed before there is one, it ends the request
   * @param exchange sends it, each time it is called; may be called again after a failure. What it
   *     gives ends when it is cancelled.
   * @return fails with an {@link EngineException}
   */
  <T> CompletableFuture<T> send(
      CompletableFuture<?> promised, Supplier<CompletableFuture<T>> exchange) {
    Call<T> call = new Call<>(promised, exchange);
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new EngineException(Fault.CLOSED, ""));
      }
      if (away) {
        call.hold(outage.reason(), nanoTime.getAsLong());
      }
      waiting.addLast(call);
    }
    promised.whenComplete((value, error) -> giveUp(call));
    pump();
    return call.result;
  }

  /** Nobody waits for the answer, unless there is one. */
  private void giveUp(Call<?> call) {
    if (call.result.isDone()) {
      return;
    }
    synchronized (this) {
      waiting.remove(call);
    }
    call.result.cancel(false);
    CompletableFuture<?> answer = call.answer;
    if (answer != null) {
      answer.cancel(false);
    }
  }

  /** What the engine's gauges say. */
  void observed(double running, double queued) {
    synchronized (this) {
      limit.observed(running, queued);
    }
    pump();
  }

  synchronized EngineState state() {
    return new EngineState(
        limit.limit(), away ? Optional.of(outage.reason().getMessage()) : Optional.empty());
  }

  /** Sends what may be sent. One thread at a time does so, for all who call meanwhile. */
  private void pump() {
    if (pumps.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      for (Call<?> call = next(); call != null; call = next()) {
        start(call);
      }
      seen = pumps.addAndGet(-seen);
    } while (seen > 0);
  }

  private synchronized Call<?> next() {
    if (closed || away || waiting.isEmpty() || inFlight >= limit.limit()) {
      return null;
    }
    long pause = limit.pauseNanos(nanoTime.getAsLong());
    if (pause > 0) {
      wakeUpAfter(Duration.ofNanos(pause));
      return null;
    }
    inFlight++;
    return waiting.pollFirst();
  }

  private void wakeUpAfter(Duration pause) {
    if (!wakeUpSet) {
      wakeUpSet = true;
      timer.later(
          pause,
          () -> {
            synchronized (this) {
              wakeUpSet = false;
            }
            pump();
          });
    }
  }

  private <T> void start(Call<T> call) {
    CompletableFuture<T> answer;
    try {
      answer = call.exchange.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    call.answer = answer;
    answer.whenComplete((value, error) -> ended(call, value, error));
    if (call.promised.isDone()) {
      // Given up before its answer could be cancelled.
      answer.cancel(false);
    }
  }

  private <T> void ended(Call<T> call, T value, Throwable error) {
    if (error == null) {
      synchronized (this) {
        limit.succeeded(inFlight, nanoTime.getAsLong());
        inFlight--;
      }
      // Before the answer is handed on: the engine's free slot is filled first.
      pump();
      call.result.complete(value);
    } else {
      EngineException failure = Faults.of(error);
      boolean again = again(call, failure);
      pump();
      if (!again) {
        call.result.completeExceptionally(failure);
      }
    }
  }

  /** Notes a failure; true where the request stays here and is sent again. */
  private synchronized boolean again(Call<?> call, EngineException failure) {
    long now = nanoTime.getAsLong();
    int together = inFlight--;
    if (call.promised.isDone()) {
      // Its end says nothing about the engine.
      return false;
    }
    Rule rule = failure.fault().rule();
    switch (failure.fault()) {
      case BUSY -> limit.overloaded(pause(failure), now);
      case TIMEOUT -> limit.overloaded(Duration.ZERO, now);
      case TOO_LONG, REFUSED -> limit.succeeded(together, now);
      default -> limit.failed();
    }
    if (closed || rule == Rule.RETRY || rule == Rule.QUARANTINE) {
      return false;
    }
    if (rule == Rule.ONCE_MORE && call.brokenOff) {
      return false;
    }
    call.brokenOff |= rule == Rule.ONCE_MORE;
    call.hold(failure, now);
    if (now - call.heldSince >= patience.toNanos()) {
      return false;
    }
    waiting.addFirst(call);
    if (rule == Rule.WAIT && !away) {
      away = true;
      holdAll(failure, now);
      outage.begin(failure, now);
      askAgainLater();
    }
    return true;
  }

  /** Not longer than requests are held here at all. */
  private Duration pause(EngineException busy) {
    Duration asked = busy.retryAfter().orElse(ConcurrencyLimit.PAUSE);
    return asked.compareTo(patience) > 0 ? patience : asked;
  }

  private void holdAll(EngineException reason, long now) {
    waiting.forEach(call -> call.hold(reason, now));
  }

  private void askAgainLater() {
    timer.later(outage.nextPause(), this::ask);
  }

  private void ask() {
    outage
        .ask()
        .whenComplete(
            (right, error) -> {
              if (error == null) {
                back();
              } else {
                stillAway(Faults.of(error));
              }
            });
  }

  private void back() {
    synchronized (this) {
      outage.end(nanoTime.getAsLong());
      away = false;
      limit.restart();
    }
    pump();
  }

  private void stillAway(EngineException reason) {
    List<Call<?>> impatient = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      long now = nanoTime.getAsLong();
      outage.goesOn(reason, now, waiting.size());
      waiting.stream()
          .filter(call -> now - call.heldSince >= patience.toNanos())
          .forEach(impatient::add);
      waiting.removeIf(call -> now - call.heldSince >= patience.toNanos());
      askAgainLater();
    }
    impatient.forEach(call -> call.result.completeExceptionally(call.reason));
  }

  /** Fails what waits; what is in flight is for the endpoint to end. */
  @Override
  public void close() {
    List<Call<?>> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(waiting);
      waiting.clear();
    }
    open.forEach(call -> call.result.completeExceptionally(new EngineException(Fault.CLOSED, "")));
  }
}

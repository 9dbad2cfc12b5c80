package dev.regatta.worker;

import dev.regatta.protocol.Request;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.EngineState;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeInfo;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times the requests that an engine has. */
final class MeteredRuntime implements ModelRuntime {
  private final ModelRuntime engine;
  private final Timer timer;
  private final AtomicInteger inFlight = new AtomicInteger();

  MeteredRuntime(ModelRuntime engine, Timer timer) {
    this.engine = engine;
    this.timer = timer;
  }

  int inFlight() {
    return inFlight.get();
  }

  @Override
  public RuntimeInfo info() {
    return engine.info();
  }

  @Override
  public EngineState state() {
    return engine.state();
  }

  @Override
  public CompletableFuture<Answer> submit(Request request) {
    long started = System.nanoTime();
    inFlight.incrementAndGet();
    try {
      CompletableFuture<Answer> answer = engine.submit(request);
      answer.whenComplete((value, error) -> ended(started));
      // The engine's own: where it is completed from outside the engine need not go on.
      return answer;
    } catch (RuntimeException e) {
      ended(started);
      throw e;
    }
  }

  private void ended(long started) {
    inFlight.decrementAndGet();
    timer.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
  }

  @Override
  public int countTokens(String text) {
    return engine.countTokens(text);
  }

  @Override
  public void close() {
    engine.close();
  }
}

package dev.regatta.worker.runtime.simulated;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeFailure;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine without a model: answers that depend on model name, prompt and decoding alone, after a
 * configured time in one of a number of slots. A multiple-choice question gets one of its letters,
 * any other prompt some of its own words.
 */
public final class SimulatedRuntime implements ModelRuntime {
  private static final String VERSION = "1";

  /** Exit code of a process that its own fault has aborted. */
  private static final int CRASHED = 134;

  private static final long FOR_EVER = Duration.ofDays(3650).toNanos();

  private final SimulatedOptions options;
  private final RuntimeInfo info;
  private final Answerer answerer;
  private final Slots slots;
  private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
  private final Set<CompletableFuture<Answer>> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public SimulatedRuntime(String model, SimulatedOptions options) {
    this.options = options;
    this.answerer = new Answerer(model, options.tokens());
    this.slots = new Slots(options.slots());
    this.info =
        new RuntimeInfo(
            "simulated",
            VERSION,
            options.revision(),
            options.slots(),
            options.window(),
            Set.of(RequestKind.values()),
            true);
  }

  @Override
  public RuntimeInfo info() {
    return info;
  }

  @Override
  public CompletableFuture<Answer> submit(Request request) {
    if (closed) {
      return CompletableFuture.failedFuture(closedFailure());
    }
    CompletableFuture<Answer> future = new CompletableFuture<>();
    boolean hangs = marked(request, options.hangOn());
    if (options.serviceTime().isZero() && !hangs) {
      finish(request, future, System.nanoTime());
      return future;
    }
    inFlight.add(future);
    slots.submit(
        new Slots.Job(
            hangs ? FOR_EVER : serviceNanos(request),
            startedNanos -> {
              inFlight.remove(future);
              finish(request, future, startedNanos);
            },
            () -> future.completeExceptionally(closedFailure())));
    return future;
  }

  @Override
  public int countTokens(String text) {
    return Words.count(text);
  }

  @Override
  public void close() {
    closed = true;
    slots.close();
    for (CompletableFuture<Answer> future : inFlight) {
      future.completeExceptionally(closedFailure());
    }
  }

  private long serviceNanos(Request request) {
    double spread = 2 * Hash.fraction(Hash.of(request.requestId(), 3)) - 1;
    return Math.round(options.serviceTime().toNanos() * (1 + options.jitter() * spread));
  }

  private void finish(Request request, CompletableFuture<Answer> future, long startedNanos) {
    try {
      failAsConfigured(request);
      future.complete(answer(request, startedNanos));
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  private Answer answer(Request request, long startedNanos) {
    String text = Answerer.text(request);
    int promptTokens = Words.count(text);
    int wanted = request.kind() == RequestKind.SCORE ? 0 : request.decoding().maxTokens();
    if ((long) promptTokens + wanted > options.window()) {
      throw new RuntimeFailure(
          ErrorCategory.MODEL,
          RuntimeFailure.Action.QUARANTINE,
          promptTokens
              + " tokens of prompt and "
              + wanted
              + " of answer exceed the window of "
              + options.window(),
          null);
    }
    List<Output> outputs = answerer.outputs(request, text);
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    Double firstToken = request.kind() == RequestKind.SCORE ? null : Double.valueOf(seconds);
    return new Answer(
        outputs, Answerer.usage(request, promptTokens, outputs), startedNanos, firstToken, seconds);
  }

  private static boolean marked(Request request, Optional<String> marker) {
    return marker.isPresent() && Answerer.text(request).contains(marker.get());
  }

  private void failAsConfigured(Request request) {
    if (marked(request, options.crashOn())) {
      Runtime.getRuntime().halt(CRASHED);
    }
    if (options.failPermanent() == 0 && options.failTransient() == 0) {
      return;
    }
    double place = Hash.fraction(Hash.of(request.requestId(), 5));
    if (place < options.failPermanent()) {
      throw new RuntimeFailure(
          ErrorCategory.MODEL,
          RuntimeFailure.Action.QUARANTINE,
          "Simulated permanent failure",
          null);
    }
    if (place >= 1 - options.failTransient() && !failedOnce.remove(request.requestId())) {
      failedOnce.add(request.requestId());
      throw new RuntimeFailure(
          ErrorCategory.MODEL, RuntimeFailure.Action.RETRY, "Simulated transient failure", null);
    }
  }

  private static RuntimeFailure closedFailure() {
    return new RuntimeFailure(
        ErrorCategory.RESOURCE, RuntimeFailure.Action.RETRY, "The engine was closed", null);
  }
}

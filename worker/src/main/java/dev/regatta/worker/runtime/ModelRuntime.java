package dev.regatta.worker.runtime;

import dev.regatta.protocol.Request;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An engine that holds one model and answers requests to it, many at a time. */
public interface ModelRuntime extends AutoCloseable {

  /** What the engine is and can do. */
  RuntimeInfo info();

  /** How the engine is at present; quick. One inside this process has nothing to wait for. */
  default EngineState state() {
    return new EngineState(info().slots(), Optional.empty());
  }

  /**
   * Starts a request. The future completes with the answer, or exceptionally with a {@link
   * RuntimeFailure} that says what to do. Who completes it from outside has no use for the answer
   * any more: the engine need not go on with it. Never blocks for long; may be called from many
   * threads.
   */
  CompletableFuture<Answer> submit(Request request);

  /** Tokens of a text as the engine counts them, without special tokens. */
  int countTokens(String text);

  /** Gives up what is in flight (its futures fail) and frees the engine. */
  @Override
  void close();
}

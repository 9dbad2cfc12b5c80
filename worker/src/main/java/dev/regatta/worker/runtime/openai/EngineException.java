package dev.regatta.worker.runtime.openai;

import dev.regatta.worker.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.Optional;

/** A request to the engine that has no usable answer. */
final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final transient Optional<Duration> retryAfter;

  EngineException(Fault fault, String detail) {
    this(fault, detail, Optional.empty(), null);
  }

  EngineException(Fault fault, String detail, Throwable cause) {
    this(fault, detail, Optional.empty(), cause);
  }

  EngineException(Fault fault, String detail, Optional<Duration> retryAfter, Throwable cause) {
    super(detail.isBlank() ? fault.message() : fault.message() + ": " + detail, cause);
    this.fault = fault;
    this.retryAfter = retryAfter;
  }

  Fault fault() {
    return fault;
  }

  /** How long the server asks to be left alone. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** What the worker is told where this is the last word. */
  RuntimeFailure asFailure() {
    RuntimeFailure.Action action =
        fault.rule() == Fault.Rule.QUARANTINE
            ? RuntimeFailure.Action.QUARANTINE
            : RuntimeFailure.Action.RETRY;
    return new RuntimeFailure(fault.category(), action, getMessage(), this);
  }
}

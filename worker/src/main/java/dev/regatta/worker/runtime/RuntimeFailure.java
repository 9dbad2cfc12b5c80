package dev.regatta.worker.runtime;

import dev.regatta.protocol.ErrorCategory;

/** Why a request has no answer (yet), and what the worker does about it. */
public class RuntimeFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the worker does with a failed request. */
  public enum Action {
    /** Give the request back to the queue: another attempt, here or elsewhere, may succeed. */
    RETRY,
    /** No attempt can succeed: quarantine it. */
    QUARANTINE
  }

  private final ErrorCategory category;
  private final Action action;

  public RuntimeFailure(ErrorCategory category, Action action, String message, Throwable cause) {
    super(message, cause);
    this.category = category;
    this.action = action;
  }

  public ErrorCategory category() {
    return category;
  }

  public Action action() {
    return action;
  }
}

package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.ErrorCategory;

/**
 * What can go wrong with an HTTP engine: the one table of causes, who acts on them, and what
 * becomes of the request. Documented in {@code docs/engines.md}.
 */
enum Fault {
  UNREACHABLE(ErrorCategory.MODEL, Rule.WAIT, "The engine cannot be reached"),
  UNAUTHORIZED(ErrorCategory.USER, Rule.WAIT, "The engine refuses the API key"),
  UNKNOWN_MODEL(ErrorCategory.USER, Rule.WAIT, "The engine does not serve this model"),
  BROKEN_OFF(ErrorCategory.MODEL, Rule.ONCE_MORE, "The engine broke its answer off"),
  BUSY(ErrorCategory.RESOURCE, Rule.SLOW_DOWN, "The engine takes no more requests now"),
  TIMEOUT(ErrorCategory.MODEL, Rule.RETRY, "The engine gave no answer in time"),
  SERVER_ERROR(ErrorCategory.MODEL, Rule.RETRY, "The engine failed"),
  NOT_JSON(ErrorCategory.MODEL, Rule.RETRY, "The engine's answer is not JSON"),
  MALFORMED(ErrorCategory.MODEL, Rule.RETRY, "The engine's answer is damaged"),
  INCOMPLETE(ErrorCategory.MODEL, Rule.RETRY, "The engine's answer lacks what was asked for"),
  UNEXPECTED_STATUS(ErrorCategory.MODEL, Rule.RETRY, "The engine answered with a strange status"),
  TOO_LONG(ErrorCategory.USER, Rule.QUARANTINE, "The prompt does not fit the engine's window"),
  REFUSED(ErrorCategory.MODEL, Rule.QUARANTINE, "The engine refuses this request"),
  CLOSED(ErrorCategory.RESOURCE, Rule.RETRY, "The engine was closed");

  /** What becomes of a request. */
  enum Rule {
    /** No request is to blame: all wait here until the engine gives a right answer again. */
    WAIT,
    /** Fewer at once; the request waits here and is sent again. */
    SLOW_DOWN,
    /** The first time it is sent again from here, the second time it goes back to the queue. */
    ONCE_MORE,
    /** Goes back to the queue, which counts an attempt. */
    RETRY,
    /** No attempt can succeed. */
    QUARANTINE
  }

  private final ErrorCategory category;
  private final Rule rule;
  private final String message;

  Fault(ErrorCategory category, Rule rule, String message) {
    this.category = category;
    this.rule = rule;
    this.message = message;
  }

  ErrorCategory category() {
    return category;
  }

  Rule rule() {
    return rule;
  }

  String message() {
    return message;
  }
}

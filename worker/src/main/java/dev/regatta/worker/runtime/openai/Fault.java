package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.ErrorCategory;

/**
 * What can go wrong with an HTTP engine: the one table of signs, who acts on them, and what becomes
 * of the request. {@code docs/engines.md} shows it.
 */
enum Fault {
  UNREACHABLE(
      "connection refused or not made in 10 s, unknown host, no TLS, status 502",
      ErrorCategory.MODEL,
      Rule.WAIT,
      "The engine cannot be reached"),
  UNAUTHORIZED(
      "status 401 or 403", ErrorCategory.USER, Rule.WAIT, "The engine refuses the API key"),
  UNKNOWN_MODEL(
      "status 404", ErrorCategory.USER, Rule.WAIT, "The engine does not serve this model"),
  BUSY(
      "status 429 or 503",
      ErrorCategory.RESOURCE,
      Rule.SLOW_DOWN,
      "The engine takes no more requests now"),
  BROKEN_OFF(
      "connection reset or ended before the answer did, also in the middle of a stream",
      ErrorCategory.MODEL,
      Rule.ONCE_MORE,
      "The engine broke its answer off"),
  TIMEOUT(
      "no complete answer within the time limit, also where it hangs in mid-stream; status 408 or"
          + " 504",
      ErrorCategory.MODEL,
      Rule.RETRY,
      "The engine gave no answer in time"),
  SERVER_ERROR(
      "status 500 and above, an error in a good answer's place or in a stream",
      ErrorCategory.MODEL,
      Rule.RETRY,
      "The engine failed"),
  NOT_JSON(
      "status 200 with another type than JSON",
      ErrorCategory.MODEL,
      Rule.RETRY,
      "The engine's answer is not JSON"),
  MALFORMED("half a JSON", ErrorCategory.MODEL, Rule.RETRY, "The engine's answer is damaged"),
  INCOMPLETE(
      "log-probabilities, the reason of the end or answers are missing",
      ErrorCategory.MODEL,
      Rule.RETRY,
      "The engine's answer lacks what was asked for"),
  UNEXPECTED_STATUS(
      "any other status",
      ErrorCategory.MODEL,
      Rule.RETRY,
      "The engine answered with a strange status"),
  TOO_LONG(
      "status 400, 413 or 422 with a message about the context's length",
      ErrorCategory.USER,
      Rule.QUARANTINE,
      "The prompt does not fit the engine's window"),
  REFUSED(
      "status 400, 413 or 422 with any other message",
      ErrorCategory.MODEL,
      Rule.QUARANTINE,
      "The engine refuses this request"),
  CLOSED("the worker ends", ErrorCategory.RESOURCE, Rule.RETRY, "The engine was closed");

  /** What becomes of a request. */
  enum Rule {
    /** No request is to blame: all wait here until the engine gives a right answer again. */
    WAIT("waits at the worker until the engine answers again"),
    /** Fewer at once; the request waits here and is sent again. */
    SLOW_DOWN("waits at the worker and is sent again; fewer are in flight"),
    /** The first time it is sent again from here, the second time it goes back to the queue. */
    ONCE_MORE("is sent again once, then goes back to the queue"),
    /** Goes back to the queue, which counts an attempt. */
    RETRY("goes back to the queue"),
    /** No attempt can succeed. */
    QUARANTINE("is quarantined");

    private final String words;

    Rule(String words) {
      this.words = words;
    }

    /** What the request does, for the documentation. */
    String words() {
      return words;
    }
  }

  private final String sign;
  private final ErrorCategory category;
  private final Rule rule;
  private final String message;

  Fault(String sign, ErrorCategory category, Rule rule, String message) {
    this.sign = sign;
    this.category = category;
    this.rule = rule;
    this.message = message;
  }

  /** How it shows, for the documentation. */
  String sign() {
    return sign;
  }

  ErrorCategory category() {
    return category;
  }

  Rule rule() {
    return rule;
  }

  /** How its messages begin. */
  String message() {
    return message;
  }
}

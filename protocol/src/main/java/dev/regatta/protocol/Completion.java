package dev.regatta.protocol;

import java.util.List;

/**
 * The final outcome of one request: answered (with {@code outputs}) or quarantined (with {@code
 * failure}); exactly one of the two is non-null.
 *
 * @param usage null where quarantined
 * @param timing null where the request never ran
 */
public record Completion(
    String requestId,
    String sweep,
    String model,
    long ordinal,
    List<Output> outputs,
    Usage usage,
    Timing timing,
    Origin origin,
    Failure failure) {

  public static Completion answered(
      Request request, List<Output> outputs, Usage usage, Timing timing, Origin origin) {
    return new Completion(
        request.requestId(),
        request.sweep(),
        request.model(),
        request.ordinal(),
        List.copyOf(outputs),
        usage,
        timing,
        origin,
        null);
  }

  public static Completion quarantined(
      Request request, Failure failure, Timing timing, Origin origin) {
    return new Completion(
        request.requestId(),
        request.sweep(),
        request.model(),
        request.ordinal(),
        null,
        null,
        timing,
        origin,
        failure);
  }

  /** True where the request has an answer. */
  public boolean answered() {
    return failure == null;
  }
}

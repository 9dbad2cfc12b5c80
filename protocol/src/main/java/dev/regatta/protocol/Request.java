package dev.regatta.protocol;

import java.util.List;

/**
 * One unit of work on a model's queue.
 *
 * @param requestId 32 hex digits over everything that determines the answer: model, revision,
 *     runtime, prompt or messages, decoding. Equal ids have equal answers
 * @param sweep id of the sweep that asked
 * @param model name of the model in the sweep file
 * @param ordinal number of the request among the sweep's distinct requests to this model, from 0
 * @param prompt the rendered text; empty for {@link RequestKind#CHAT}
 * @param messages the turns of a chat; null otherwise
 * @param continuation the text whose tokens count, for {@link RequestKind#SCORE}; null where the
 *     whole prompt counts, and for other kinds
 * @param epoch grows with every pause and cancellation of the sweep; a worker drops a request whose
 *     epoch is below that of the sweep's {@link SweepControl}. 0 where the record has none
 */
public record Request(
    String requestId,
    String sweep,
    String model,
    long ordinal,
    RequestKind kind,
    String prompt,
    List<Message> messages,
    String continuation,
    Decoding decoding,
    int epoch) {

  /** A request of a sweep's first epoch. */
  public Request(
      String requestId,
      String sweep,
      String model,
      long ordinal,
      RequestKind kind,
      String prompt,
      List<Message> messages,
      String continuation,
      Decoding decoding) {
    this(requestId, sweep, model, ordinal, kind, prompt, messages, continuation, decoding, 0);
  }

  /** The same request in another epoch. */
  public Request inEpoch(int other) {
    return new Request(
        requestId, sweep, model, ordinal, kind, prompt, messages, continuation, decoding, other);
  }
}

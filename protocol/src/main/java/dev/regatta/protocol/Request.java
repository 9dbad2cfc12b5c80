package dev.regatta.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param continuation the text whose tokens count, for {@link RequestKind#SCORE}; null otherwise
 * @param epoch of the sweep when it was published, from 0. Requests below the epoch that the
 *     sweep's control record names are void: their workers let them go unanswered
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
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int epoch) {

  /** A request of epoch 0. */
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

  /** The same request, published in {@code epoch}. */
  public Request withEpoch(int epoch) {
    return new Request(
        requestId, sweep, model, ordinal, kind, prompt, messages, continuation, decoding, epoch);
  }
}

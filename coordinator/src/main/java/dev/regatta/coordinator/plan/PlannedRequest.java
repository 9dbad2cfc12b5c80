package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.adapt.Prompt;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.Request;

/**
 * One request state of the plan.
 *
 * @param ordinal number among the distinct requests to the model; that of the first equal request
 *     for a duplicate
 * @param duplicate whether an earlier request state asks the same
 * @param known what the store already has for it
 * @param instanceOrdinal number of the (perturbed) instance in its run
 * @param trial train trial
 */
record PlannedRequest(
    PlannedRun run,
    RequestId id,
    int ordinal,
    boolean duplicate,
    Answers.Known known,
    long instanceOrdinal,
    Instance instance,
    int trial,
    Prompt prompt,
    Decoding decoding) {

  /** What travels to the worker. */
  Request toRequest(String sweep) {
    ModelRef model = run.model();
    return new Request(
        id.toString(),
        sweep,
        model.name(),
        ordinal,
        prompt.kind(),
        prompt.text(),
        prompt.messages(),
        prompt.continuation(),
        decoding);
  }

  /**
   * Whether the request has to be sent: its first occurrence, and the store knows nothing of it.
   */
  boolean toSend() {
    return !duplicate && known == Answers.Known.NOTHING;
  }
}

package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.RequestKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the probe found that an engine can do.
 *
 * @param server name and version of the engine, as far as it says; may be empty
 * @param refused why each kind that is not here must not be asked
 * @param completions how completions are asked; empty where they are not
 * @param chat how chat completions are asked; empty where they are not
 * @param scoring how likelihoods are asked; empty where they are not
 * @param tokens how texts are counted; empty where they cannot be
 * @param several whether it gives more than one answer to a request
 * @param tokenIds whether it takes prompts as token ids with the same result
 * @param window most tokens of prompt and answer; empty where unknown
 * @param cutsPrompts whether longer prompts are cut without a word, and not refused
 * @param gauges whether it tells how many requests run and wait
 */
record Capabilities(
    String server,
    String revision,
    Map<RequestKind, String> refused,
    Optional<Asking> completions,
    Optional<Asking> chat,
    Optional<Scoring> scoring,
    Optional<Counting> tokens,
    boolean several,
    boolean tokenIds,
    OptionalInt window,
    boolean cutsPrompts,
    boolean gauges) {

  /** How answers are asked, and whether they can be streamed. */
  record Asking(Dialect dialect, boolean streams) {}

  /**
   * How likelihoods are asked.
   *
   * @param verified whether they were found to be true; else the user trusts them
   */
  record Scoring(PromptTokens.Way way, int maxTokens, boolean verified) {}

  /**
   * How tokens are counted.
   *
   * @param endpoint whether there is a tokenizer to ask; else completions are, for their usage
   * @param special tokens that such a count has beside the text's own
   */
  record Counting(boolean endpoint, int special) {}

  /** Whether likelihoods are used that were found wrong. */
  boolean trusting() {
    return scoring.isPresent() && !scoring.get().verified();
  }

  Set<RequestKind> kinds() {
    EnumSet<RequestKind> kinds = EnumSet.allOf(RequestKind.class);
    kinds.removeAll(refused.keySet());
    return Collections.unmodifiableSet(kinds);
  }
}

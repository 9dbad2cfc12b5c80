package dev.regatta.worker.runtime.openai;

import java.util.List;
import java.util.Optional;

/**
 * How a server wants to be asked, as its first answers showed.
 *
 * @param topK the value that switches top-k off; empty where the server takes none of the sampling
 *     parameters beyond OpenAI's
 * @param logprobs whether it gives log-probabilities of what it generates
 * @param maxTokens key of the most tokens to generate
 */
record Dialect(Optional<Integer> topK, boolean logprobs, String maxTokens) {
  private static final String MAX_TOKENS = "max_tokens";

  /** OpenAI's own API takes no more stop sequences. */
  static final int STRICT_STOPS = 4;

  /**
   * Every way to ask, the most complete first. vLLM, SGLang and TGI switch top-k off by -1, the
   * llama.cpp family by 0 and some of it refuses -1. All of them have defaults of their own that
   * change answers, so a server is asked with fewer parameters only where it refuses more.
   */
  static final List<Dialect> BY_PREFERENCE =
      List.of(
          new Dialect(Optional.of(-1), true, MAX_TOKENS),
          new Dialect(Optional.of(0), true, MAX_TOKENS),
          new Dialect(Optional.of(-1), false, MAX_TOKENS),
          new Dialect(Optional.of(0), false, MAX_TOKENS),
          new Dialect(Optional.empty(), true, MAX_TOKENS),
          new Dialect(Optional.empty(), false, MAX_TOKENS),
          new Dialect(Optional.empty(), false, "max_completion_tokens"));

  /** Whether the server takes nothing but what OpenAI's API has. */
  boolean strict() {
    return topK.isEmpty();
  }

  Dialect withoutLogprobs() {
    return new Dialect(topK, false, maxTokens);
  }
}

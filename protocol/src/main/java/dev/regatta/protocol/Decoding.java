package dev.regatta.protocol;

import java.util.List;

/**
 * How an answer is sampled. Names and defaults are those of HELM's Request.
 *
 * @param temperature 0 is greedy
 * @param topP nucleus mass, 1 keeps everything
 * @param maxTokens most tokens to generate; 0 generates nothing (scoring)
 * @param stopSequences the answer is cut before the first occurrence of any of them
 * @param numCompletions answers wanted
 * @param topKPerToken alternatives wanted per token
 * @param random HELM's cache-busting seed string; null for none. Also distinguishes the repeats of
 *     a sampled request
 */
public record Decoding(
    double temperature,
    double topP,
    int maxTokens,
    List<String> stopSequences,
    int numCompletions,
    int topKPerToken,
    double presencePenalty,
    double frequencyPenalty,
    String random) {

  public Decoding {
    stopSequences = List.copyOf(stopSequences);
  }

  /** Greedy decoding of one answer. */
  public static Decoding greedy(int maxTokens, List<String> stopSequences) {
    return new Decoding(0, 1, maxTokens, stopSequences, 1, 1, 0, 0, null);
  }
}

package dev.regatta.protocol;

/** What a worker is asked to do with a request. */
public enum RequestKind {
  /** Continue {@code prompt}. */
  GENERATE,
  /** Answer {@code messages} through the model's own chat template. */
  CHAT,
  /**
   * Score the end of {@code prompt}: log-probabilities of its last n tokens, where n is the number
   * of tokens of {@code continuation} alone (HELM's rule for separate multiple choice). Without a
   * continuation: of all its tokens, 0 for a first one with nothing before it (language modelling).
   */
  SCORE
}

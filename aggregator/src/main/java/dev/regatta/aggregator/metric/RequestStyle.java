package dev.regatta.aggregator.metric;

import dev.regatta.protocol.AdapterSpec;

/** What the requests of an adaptation method yield. */
enum RequestStyle {
  /** A text to compare with the golds. */
  GENERATION,
  /** The likelihood of each reference. */
  SEPARATE,
  /** A yes or no to each reference. */
  RANKING,
  /** The likelihood of a text, window by window. */
  LANGUAGE_MODELING;

  static RequestStyle of(AdapterSpec adapter) {
    return switch (adapter.method()) {
      case AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL,
          AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED ->
          SEPARATE;
      case "ranking_binary" -> RANKING;
      case "language_modeling" -> LANGUAGE_MODELING;
      default -> GENERATION;
    };
  }

  /** Whether an instance has several requests. */
  boolean severalRequests() {
    return this != GENERATION;
  }

  /** Whether the answer repeats the prompt, which HELM then counts as completion too. */
  boolean echoes() {
    return this == SEPARATE || this == LANGUAGE_MODELING;
  }

  /** Whether the log-probabilities of whole answers are a result. */
  boolean likelihood() {
    return this == GENERATION || this == LANGUAGE_MODELING;
  }

  /** Whether one reference is chosen by its score. */
  boolean chooses() {
    return this == SEPARATE || this == RANKING;
  }
}

package dev.regatta.aggregator.metric;

/** Metrics of long-context benchmarks. */
final class LongContext {
  private static final String PREFIX = "random_string_to_prepend";

  private LongContext() {}

  /** RULER (Hsieh et al. 2024): whether the answer contains the gold, in any case. */
  static double contains(String gold, String prediction) {
    return PythonText.lower(prediction).contains(PythonText.lower(gold)) ? 1 : 0;
  }

  /**
   * OpenAI's MRCR: similarity of answer and gold after the random text that both must begin with; 0
   * where the answer does not.
   */
  static double mrcr(RequestState state) {
    Object prefix = state.instance().extra().get(PREFIX);
    if (prefix == null || state.golds().isEmpty()) {
      return Double.NaN;
    }
    String start = prefix.toString();
    if (!state.completion().startsWith(start)) {
      return 0;
    }
    return SequenceMatcher.ratio(
        withoutPrefix(state.completion(), start), withoutPrefix(state.golds().get(0), start));
  }

  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }
}

package dev.regatta.aggregator.metric;

import dev.regatta.aggregator.metric.EditDistance.Alignment;

/**
 * Error rates of transcripts (Morris, Maier and Green 2004), as the jiwer package has them, on
 * normalised text with its articles. HELM gives an empty transcript 0, which is the best score.
 */
final class ErrorRates {

  private ErrorRates() {}

  /** Substitutions, deletions and insertions per word of the gold; NaN without one. */
  static double words(String gold, String prediction) {
    return prediction.isEmpty() ? 0 : errorRate(gold, prediction, false);
  }

  /** Share of errors among all matches of the alignment. */
  static double matches(String gold, String prediction) {
    if (prediction.isEmpty()) {
      return 0;
    }
    Alignment alignment = align(gold, prediction);
    return (double) alignment.edits() / (alignment.edits() + alignment.hits());
  }

  /** Word information preserved: precision times recall of the words that were hit. */
  static double informationPreserved(String gold, String prediction) {
    if (prediction.isEmpty()) {
      return 0;
    }
    Alignment alignment = align(gold, prediction);
    double hits = alignment.hits();
    int expected = alignment.hits() + alignment.substitutions() + alignment.deletions();
    int found = alignment.hits() + alignment.substitutions() + alignment.insertions();
    return found == 0 ? 0 : hits / expected * (hits / found);
  }

  static double characters(String gold, String prediction) {
    return prediction.isEmpty() ? 0 : errorRate(gold, prediction, true);
  }

  /** The rates as they are meant: an empty transcript has lost every word. */
  static double trueWords(String gold, String prediction) {
    return errorRate(gold, prediction, false);
  }

  static double trueCharacters(String gold, String prediction) {
    return errorRate(gold, prediction, true);
  }

  private static double errorRate(String gold, String prediction, boolean characters) {
    NgramIndex index = new NgramIndex(1);
    int[] expected = symbols(index, gold, characters);
    int[] found = symbols(index, prediction, characters);
    return expected.length == 0
        ? Double.NaN
        : (double) EditDistance.of(expected, found) / expected.length;
  }

  private static Alignment align(String gold, String prediction) {
    NgramIndex index = new NgramIndex(1);
    int[] expected = symbols(index, gold, false);
    return EditDistance.align(expected, symbols(index, prediction, false));
  }

  private static int[] symbols(NgramIndex index, String text, boolean characters) {
    String normal = Normalizer.normalizeKeepingArticles(text);
    return characters ? normal.codePoints().toArray() : index.number(PythonText.words(normal))[0];
  }
}

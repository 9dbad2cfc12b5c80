package dev.regatta.aggregator.metric;

import dev.regatta.aggregator.metric.EditDistance.Alignment;
import java.util.List;

/**
 * Error rates of transcripts (Morris, Maier and Green 2004), as the jiwer package has them, on
 * normalised text with its articles. HELM gives an empty transcript 0, which is the best score.
 */
final class ErrorRates {

  private ErrorRates() {}

  /** Substitutions, deletions and insertions per word of the gold; NaN without one. */
  static double words(String gold, String prediction) {
    return prediction.isEmpty() ? 0 : errorRate(align(gold, prediction, false));
  }

  /** Share of errors among all matches of the alignment. */
  static double matches(String gold, String prediction) {
    if (prediction.isEmpty()) {
      return 0;
    }
    Alignment alignment = align(gold, prediction, false);
    return (double) alignment.edits() / (alignment.edits() + alignment.hits());
  }

  /** Word information preserved: precision times recall of the words that were hit. */
  static double informationPreserved(String gold, String prediction) {
    if (prediction.isEmpty()) {
      return 0;
    }
    Alignment alignment = align(gold, prediction, false);
    double hits = alignment.hits();
    int expected = alignment.hits() + alignment.substitutions() + alignment.deletions();
    int found = alignment.hits() + alignment.substitutions() + alignment.insertions();
    return found == 0 ? 0 : hits / expected * (hits / found);
  }

  static double characters(String gold, String prediction) {
    return prediction.isEmpty() ? 0 : errorRate(align(gold, prediction, true));
  }

  /** The rates as they are meant: an empty transcript has lost every word. */
  static double trueWords(String gold, String prediction) {
    return errorRate(align(gold, prediction, false));
  }

  static double trueCharacters(String gold, String prediction) {
    return errorRate(align(gold, prediction, true));
  }

  private static double errorRate(Alignment alignment) {
    int expected = alignment.hits() + alignment.substitutions() + alignment.deletions();
    return expected == 0 ? Double.NaN : (double) alignment.edits() / expected;
  }

  private static Alignment align(String gold, String prediction, boolean characters) {
    String expected = Normalizer.normalizeKeepingArticles(gold);
    String found = Normalizer.normalizeKeepingArticles(prediction);
    if (characters) {
      return EditDistance.align(expected.codePoints().toArray(), found.codePoints().toArray());
    }
    NgramIndex index = new NgramIndex(1);
    return EditDistance.align(numbers(index, expected), numbers(index, found));
  }

  private static int[] numbers(NgramIndex index, String text) {
    List<String> words = PythonText.words(text);
    return index.number(words)[0];
  }
}

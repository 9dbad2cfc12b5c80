package dev.regatta.aggregator.metric;

/** BLEU (Papineni et al. 2002) of one sentence as NLTK computes it, without smoothing. */
final class Bleu {
  private static final int ORDER = 4;

  private Bleu() {}

  /** Unigrams only. */
  static double bleu1(String gold, String prediction) {
    return nltk(gold, prediction, 1);
  }

  /** HELM's weights are (0, 0, 0, 1): 4-grams only, unlike what the name says elsewhere. */
  static double bleu4(String gold, String prediction) {
    return nltk(gold, prediction, ORDER);
  }

  private static double nltk(String gold, String prediction, int order) {
    if (prediction.isEmpty()) {
      return 0;
    }
    NgramIndex index = new NgramIndex(order);
    int[][] expected = index.number(WordTokenizer.words(gold));
    return ofOrder(index, expected, index.number(WordTokenizer.words(prediction)));
  }

  /** The characters take the place of words. */
  static double characters1(String gold, String prediction) {
    NgramIndex index = new NgramIndex(1);
    int[][] expected = index.number(gold.codePoints().toArray());
    return prediction.isEmpty()
        ? 0
        : ofOrder(index, expected, index.number(prediction.codePoints().toArray()));
  }

  /** Precision of the longest n-grams times the brevity penalty. */
  private static double ofOrder(NgramIndex index, int[][] expected, int[][] found) {
    int order = found.length;
    if (index.common(expected, found, 1) == 0) {
      return 0;
    }
    int common = index.common(expected, found, order);
    double precision =
        common == 0 ? Double.MIN_NORMAL : (double) common / Math.max(1, found[order - 1].length);
    return brevityPenalty(expected[0].length, found[0].length) * precision;
  }

  static double brevityPenalty(double expected, double found) {
    if (found > expected) {
      return 1;
    }
    return found == 0 ? 0 : Math.exp(1 - expected / found);
  }
}

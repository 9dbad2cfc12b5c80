package dev.regatta.aggregator.metric;

import java.util.List;

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
    return ofOrder(WordTokenizer.words(gold), WordTokenizer.words(prediction), order);
  }

  /** The characters take the place of words. */
  static double characters1(String gold, String prediction) {
    return prediction.isEmpty() ? 0 : ofOrder(characters(gold), characters(prediction), 1);
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  /** Precision of the n-grams of one order times the brevity penalty. */
  private static double ofOrder(List<String> gold, List<String> prediction, int order) {
    NgramIndex index = new NgramIndex(order);
    int[][] expected = index.number(gold);
    int[][] found = index.number(prediction);
    if (index.common(expected, found, 1) == 0) {
      return 0;
    }
    int common = index.common(expected, found, order);
    double precision =
        common == 0 ? Double.MIN_NORMAL : (double) common / Math.max(1, found[order - 1].length);
    return brevityPenalty(gold.size(), prediction.size()) * precision;
  }

  static double brevityPenalty(double expected, double found) {
    if (found > expected) {
      return 1;
    }
    return found == 0 ? 0 : Math.exp(1 - expected / found);
  }
}

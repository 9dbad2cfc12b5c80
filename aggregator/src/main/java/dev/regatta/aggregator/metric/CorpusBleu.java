package dev.regatta.aggregator.metric;

import java.util.List;

/**
 * BLEU of a corpus, 0 to 100, as sacrebleu computes it by default (Post 2018): tokens of mteval
 * 13a, orders 1 to 4, the reference of the nearest length, exponential smoothing.
 */
final class CorpusBleu {
  static final int ORDER = 4;

  /** Places in the counts: length of predictions and references, then matches and totals. */
  private static final int FOUND = 0;

  private static final int EXPECTED = 1;
  private static final int MATCHES = 2;
  private static final int TOTALS = MATCHES + ORDER;
  static final int SIZE = TOTALS + ORDER;

  private CorpusBleu() {}

  /** Sentence BLEU: orders that the prediction is too short for do not count. */
  static double sentence(List<String> golds, String prediction) {
    return score(counts(golds, prediction), true);
  }

  /** What is summed over a corpus. */
  static double[] counts(List<String> golds, String prediction) {
    List<String> found = MtevalTokenizer.tokens(prediction);
    List<List<String>> expected = golds.stream().map(MtevalTokenizer::tokens).toList();
    NgramIndex index = new NgramIndex(ORDER);
    int[][] grams = index.number(found);
    List<int[][]> references = expected.stream().map(index::number).toList();
    double[] counts = new double[SIZE];
    counts[FOUND] = found.size();
    counts[EXPECTED] = nearestLength(expected, found.size());
    for (int n = 1; n <= ORDER; n++) {
      int[] most = {};
      for (int[][] reference : references) {
        most = NgramIndex.most(most, index.counts(reference, n));
      }
      counts[MATCHES + n - 1] = NgramIndex.common(most, index.counts(grams, n));
      counts[TOTALS + n - 1] = grams[n - 1].length;
    }
    return counts;
  }

  private static int nearestLength(List<List<String>> references, int length) {
    int nearest = -1;
    for (List<String> reference : references) {
      int better = Math.abs(reference.size() - length) - Math.abs(nearest - length);
      if (nearest < 0 || better < 0 || better == 0 && reference.size() < nearest) {
        nearest = reference.size();
      }
    }
    return Math.max(0, nearest);
  }

  /** The score of summed counts. */
  static double score(double[] counts, boolean effectiveOrder) {
    double logs = 0;
    double halving = 1;
    int orders = 0;
    boolean any = false;
    for (int n = 0; n < ORDER && counts[TOTALS + n] > 0; n++) {
      double matches = counts[MATCHES + n];
      any |= matches > 0;
      if (matches == 0) {
        halving *= 2;
        matches = 1 / halving;
      }
      logs += Math.log(100 * matches / counts[TOTALS + n]);
      orders++;
    }
    if (!any || orders < ORDER && !effectiveOrder) {
      return 0;
    }
    double penalty =
        counts[FOUND] < counts[EXPECTED] ? Bleu.brevityPenalty(counts[EXPECTED], counts[FOUND]) : 1;
    return penalty * Math.exp(logs / orders);
  }
}

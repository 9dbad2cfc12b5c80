package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Character n-gram F-score (Popović 2015, 2017), 0 to 100, as sacrebleu computes it: orders 1 to 6
 * of characters without white space, and of words too for chrF++; recall counts {@value #RECALL}
 * times.
 */
final class ChrF {
  private static final int CHARACTERS = 6;
  private static final int FIELDS = 3;
  private static final double RECALL = 4;
  private static final double TINY = 1e-16;
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private final int words;

  /**
   * @param words orders of words: 0 for chrF, 2 for chrF++
   */
  ChrF(int words) {
    this.words = words;
  }

  /** Length of the counts. */
  int size() {
    return FIELDS * (CHARACTERS + words);
  }

  /** chrF++ of one pair. */
  static double plusPlus(String gold, String prediction) {
    return new ChrF(2).sentence(List.of(gold), prediction);
  }

  double sentence(List<String> golds, String prediction) {
    return score(counts(golds, prediction));
  }

  /** What is summed over a corpus: per order the n-grams of the two texts and those in common. */
  double[] counts(List<String> golds, String prediction) {
    double[] best = new double[size()];
    double highest = -1;
    for (String gold : golds) {
      double[] counts = counts(gold, prediction);
      double score = score(counts);
      if (score > highest) {
        highest = score;
        best = counts;
      }
    }
    return best;
  }

  private double[] counts(String gold, String prediction) {
    double[] counts = new double[size()];
    NgramIndex index = new NgramIndex(CHARACTERS);
    int[][] expected = index.number(characters(gold));
    count(index, expected, index.number(characters(prediction)), counts, 0);
    if (words > 0) {
      NgramIndex wordIndex = new NgramIndex(words);
      int[][] expectedWords = wordIndex.number(words(gold));
      count(wordIndex, expectedWords, wordIndex.number(words(prediction)), counts, CHARACTERS);
    }
    return counts;
  }

  private static void count(
      NgramIndex index, int[][] expected, int[][] found, double[] counts, int first) {
    for (int n = 1; n <= expected.length; n++) {
      int at = FIELDS * (first + n - 1);
      counts[at] = expected[n - 1].length == 0 ? 0 : found[n - 1].length;
      counts[at + 1] = expected[n - 1].length;
      counts[at + 2] = index.common(expected, found, n);
    }
  }

  /** The score of summed counts: of mean precision and recall over the orders that both have. */
  double score(double[] counts) {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int at = 0; at < counts.length; at += FIELDS) {
      if (counts[at] > 0 && counts[at + 1] > 0) {
        precision += counts[at + 2] / counts[at];
        recall += counts[at + 2] / counts[at + 1];
        orders++;
      }
    }
    if (orders == 0 || precision + recall < TINY) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return 100 * (1 + RECALL) * precision * recall / (RECALL * precision + recall);
  }

  private static int[] characters(String text) {
    return text.codePoints()
        .filter(c -> c > Character.MAX_VALUE || !PythonText.isSpace((char) c))
        .toArray();
  }

  /** A mark at the end of a word, or else at its beginning, is a word of its own. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : PythonText.words(text)) {
      int last = word.length() - 1;
      if (last == 0) {
        words.add(word);
      } else if (PUNCTUATION.indexOf(word.charAt(last)) >= 0) {
        words.add(word.substring(0, last));
        words.add(word.substring(last));
      } else if (PUNCTUATION.indexOf(word.charAt(0)) >= 0) {
        words.add(word.substring(0, 1));
        words.add(word.substring(1));
      } else {
        words.add(word);
      }
    }
    return words;
  }
}

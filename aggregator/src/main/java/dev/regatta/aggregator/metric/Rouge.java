package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * ROUGE (Lin 2004), F-measure, as the rouge-score package computes it in English with stemming:
 * words are runs of ASCII letters and digits, and those of more than three are stemmed.
 */
final class Rouge {
  private static final int LONGEST_UNSTEMMED = 3;

  private Rouge() {}

  static double rouge1(String gold, String prediction) {
    return ngrams(gold, prediction, 1);
  }

  static double rouge2(String gold, String prediction) {
    return ngrams(gold, prediction, 2);
  }

  static double rougeL(String gold, String prediction) {
    NgramIndex index = new NgramIndex(1);
    int[] expected = index.number(tokens(gold))[0];
    int[] found = index.number(tokens(prediction))[0];
    return f(longestCommonSubsequence(expected, found), expected.length, found.length);
  }

  private static double ngrams(String gold, String prediction, int n) {
    NgramIndex index = new NgramIndex(n);
    int[][] expected = index.number(tokens(gold));
    int[][] found = index.number(tokens(prediction));
    int common = index.common(expected, found, n);
    return f(common, expected[n - 1].length, found[n - 1].length);
  }

  private static double f(int common, int expected, int found) {
    if (common == 0) {
      return 0;
    }
    double precision = (double) common / found;
    double recall = (double) common / expected;
    return 2 * precision * recall / (precision + recall);
  }

  static List<String> tokens(String text) {
    String lower = PythonText.lower(text);
    List<String> tokens = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= lower.length(); i++) {
      char c = i < lower.length() ? lower.charAt(i) : ' ';
      boolean inWord = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (inWord && start < 0) {
        start = i;
      } else if (!inWord && start >= 0) {
        String word = lower.substring(start, i);
        tokens.add(word.length() > LONGEST_UNSTEMMED ? PorterStemmer.stem(word) : word);
        start = -1;
      }
    }
    return tokens;
  }

  private static int longestCommonSubsequence(int[] a, int[] b) {
    int[] row = new int[b.length + 1];
    for (int x : a) {
      int diagonal = 0;
      for (int j = 1; j <= b.length; j++) {
        int above = row[j];
        row[j] = x == b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.length];
  }
}

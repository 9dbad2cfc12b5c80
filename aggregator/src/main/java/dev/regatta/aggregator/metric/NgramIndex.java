package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the n-grams of some texts: equal n-grams have equal numbers, from 0 for each order. */
final class NgramIndex {
  private final Map<String, Integer> words = new HashMap<>();

  /** Of each order above 1: the n-gram without its last word, and that word. */
  private final List<Map<Long, Integer>> longer = new ArrayList<>();

  private final int order;

  NgramIndex(int order) {
    this.order = order;
    for (int n = 2; n <= order; n++) {
      longer.add(new HashMap<>());
    }
  }

  /** The numbers of a text's n-grams by position: {@code [n - 1][i]}. */
  int[][] number(List<String> tokens) {
    int[][] numbers = new int[order][];
    numbers[0] = new int[tokens.size()];
    for (int i = 0; i < tokens.size(); i++) {
      numbers[0][i] = words.computeIfAbsent(tokens.get(i), w -> words.size());
    }
    for (int n = 1; n < order; n++) {
      Map<Long, Integer> known = longer.get(n - 1);
      numbers[n] = new int[Math.max(0, tokens.size() - n)];
      for (int i = 0; i < numbers[n].length; i++) {
        long key = (long) numbers[n - 1][i] << Integer.SIZE | numbers[0][i + n];
        numbers[n][i] = known.computeIfAbsent(key, k -> known.size());
      }
    }
    return numbers;
  }

  /** How many different n-grams there were. */
  int size(int n) {
    return n == 1 ? words.size() : longer.get(n - 2).size();
  }

  /** How often each n-gram occurs. */
  int[] counts(int[][] numbers, int n) {
    int[] counts = new int[size(n)];
    for (int number : numbers[n - 1]) {
      counts[number]++;
    }
    return counts;
  }

  /** How many n-grams two texts have in common, repetitions included. */
  int common(int[][] a, int[][] b, int n) {
    return common(counts(a, n), counts(b, n));
  }

  static int common(int[] a, int[] b) {
    int common = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      common += Math.min(a[i], b[i]);
    }
    return common;
  }

  /** The greater count of each; the arrays may differ in length. */
  static int[] most(int[] a, int[] b) {
    int[] most = Arrays.copyOf(a, Math.max(a.length, b.length));
    for (int i = 0; i < b.length; i++) {
      most[i] = Math.max(most[i], b[i]);
    }
    return most;
  }
}

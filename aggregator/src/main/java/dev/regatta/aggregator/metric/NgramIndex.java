package dev.regatta.aggregator.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the n-grams of some texts: equal n-grams have equal numbers, from 0 for each order. */
final class NgramIndex {
  private final Map<String, Integer> words = new HashMap<>();

  /** Of each order: the n-gram without its last symbol, and that symbol. */
  private final LongNumbers[] orders;

  NgramIndex(int order) {
    orders = new LongNumbers[order];
    Arrays.setAll(orders, n -> new LongNumbers());
  }

  /** The numbers of a text's n-grams by position: {@code [n - 1][i]}. */
  int[][] number(List<String> tokens) {
    int[] symbols = new int[tokens.size()];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = words.computeIfAbsent(tokens.get(i), w -> words.size());
    }
    return number(symbols);
  }

  /** The same of a text whose symbols are numbers. */
  int[][] number(int[] symbols) {
    int[][] numbers = new int[orders.length][];
    for (int n = 0; n < orders.length; n++) {
      numbers[n] = new int[Math.max(0, symbols.length - n)];
      for (int i = 0; i < numbers[n].length; i++) {
        long shorter = n == 0 ? 0 : numbers[n - 1][i];
        numbers[n][i] = orders[n].of(shorter << Integer.SIZE | symbols[i + n]);
      }
    }
    return numbers;
  }

  /** How many different n-grams there were. */
  int size(int n) {
    return orders[n - 1].size();
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

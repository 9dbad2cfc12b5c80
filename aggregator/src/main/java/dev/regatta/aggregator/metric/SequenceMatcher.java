package dev.regatta.aggregator.metric;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Similarity by the longest matching blocks (Ratcliff and Obershelp 1988), as Python's difflib has
 * it, with its habit of starting no block at a character that makes up more than 1% of a long text.
 */
final class SequenceMatcher {
  private static final int LONG = 200;

  private final int[] a;
  private final int[] b;
  private final Map<Integer, int[]> places = new HashMap<>();

  private SequenceMatcher(String first, String second) {
    a = first.codePoints().toArray();
    b = second.codePoints().toArray();
    Map<Integer, Integer> counts = new HashMap<>();
    for (int c : b) {
      counts.merge(c, 1, Integer::sum);
    }
    counts.forEach(
        (c, count) -> {
          if (b.length < LONG || count <= b.length / 100 + 1) {
            places.put(c, placesOf(c, count));
          }
        });
  }

  private int[] placesOf(int c, int count) {
    int[] found = new int[count];
    int next = 0;
    for (int j = 0; j < b.length; j++) {
      if (b[j] == c) {
        found[next++] = j;
      }
    }
    return found;
  }

  /** Twice the length of the matching blocks over the length of both; 1 for two empty texts. */
  static double ratio(String first, String second) {
    SequenceMatcher matcher = new SequenceMatcher(first, second);
    int length = matcher.a.length + matcher.b.length;
    return length == 0 ? 1 : 2.0 * matcher.matches() / length;
  }

  private record Range(int fromA, int toA, int fromB, int toB) {}

  private record Block(int a, int b, int size) {}

  private int matches() {
    int matches = 0;
    Deque<Range> open = new ArrayDeque<>();
    open.push(new Range(0, a.length, 0, b.length));
    while (!open.isEmpty()) {
      Range range = open.pop();
      Block block = extended(longest(range), range);
      if (block.size > 0) {
        matches += block.size;
        open.push(new Range(range.fromA, block.a, range.fromB, block.b));
        open.push(new Range(block.a + block.size, range.toA, block.b + block.size, range.toB));
      }
    }
    return matches;
  }

  /** The earliest of the longest blocks that consist of rare characters. */
  private Block longest(Range range) {
    Block best = new Block(range.fromA, range.fromB, 0);
    int[] before = new int[b.length + 1];
    int[] lengths = new int[b.length + 1];
    for (int i = range.fromA; i < range.toA; i++) {
      for (int j : places.getOrDefault(a[i], new int[0])) {
        if (j >= range.fromB && j < range.toB) {
          int length = before[j] + 1;
          lengths[j + 1] = length;
          if (length > best.size) {
            best = new Block(i - length + 1, j - length + 1, length);
          }
        }
      }
      if (i > range.fromA) {
        for (int j : places.getOrDefault(a[i - 1], new int[0])) {
          before[j + 1] = 0;
        }
      }
      int[] swap = before;
      before = lengths;
      lengths = swap;
    }
    return best;
  }

  private Block extended(Block block, Range range) {
    int startA = block.a;
    int startB = block.b;
    int size = block.size;
    while (startA > range.fromA && startB > range.fromB && a[startA - 1] == b[startB - 1]) {
      startA--;
      startB--;
      size++;
    }
    while (startA + size < range.toA
        && startB + size < range.toB
        && a[startA + size] == b[startB + size]) {
      size++;
    }
    return new Block(startA, startB, size);
  }
}

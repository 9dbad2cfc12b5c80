package dev.regatta.aggregator.metric;

import java.util.Arrays;

/** Levenshtein's distance of two sequences, and what an alignment consists of. */
final class EditDistance {

  private EditDistance() {}

  /** An optimal alignment. */
  record Alignment(int hits, int substitutions, int deletions, int insertions) {
    int edits() {
      return substitutions + deletions + insertions;
    }
  }

  /** The distance, 64 cells of the table at once (Myers 1999, Hyyrö 2003). */
  static int of(int[] a, int[] b) {
    if (a.length == 0) {
      return b.length;
    }
    int blocks = (a.length + Long.SIZE - 1) / Long.SIZE;
    LongNumbers symbols = new LongNumbers();
    long[][] places = new long[a.length + 1][];
    for (int i = 0; i < a.length; i++) {
      int symbol = symbols.of(a[i]);
      if (places[symbol] == null) {
        places[symbol] = new long[blocks];
      }
      places[symbol][i / Long.SIZE] |= 1L << i;
    }
    long[] nowhere = new long[blocks];
    long[] up = new long[blocks];
    long[] down = new long[blocks];
    Arrays.fill(up, -1L);
    long last = 1L << a.length - 1;
    int distance = a.length;
    for (int value : b) {
      int symbol = symbols.known(value);
      distance += column(symbol < 0 ? nowhere : places[symbol], up, down, last);
    }
    return distance;
  }

  /**
   * Goes on to the next column of the table.
   *
   * @param up cells that are one more than the cell above
   * @param down cells that are one less
   * @param last the bit of the last row in the last block
   * @return what the last row changes by
   */
  private static int column(long[] matches, long[] up, long[] down, long last) {
    long carryUp = 1;
    long carryDown = 0;
    int change = 0;
    for (int k = 0; k < matches.length; k++) {
      long hit = matches[k] | carryDown;
      long straight = hit & up[k];
      long diagonal = straight + up[k] ^ up[k] | hit | down[k];
      long right = down[k] | ~(diagonal | up[k]);
      long left = diagonal & up[k];
      if (k == matches.length - 1) {
        change = ((right & last) != 0 ? 1 : 0) - ((left & last) != 0 ? 1 : 0);
      }
      long moreUp = right >>> Long.SIZE - 1;
      long moreDown = left >>> Long.SIZE - 1;
      right = right << 1 | carryUp;
      left = left << 1 | carryDown;
      up[k] = left | ~(diagonal | right);
      down[k] = right & diagonal;
      carryUp = moreUp;
      carryDown = moreDown;
    }
    return change;
  }

  /**
   * Of several optimal alignments the one that rapidfuzz (and so jiwer) finds: common beginnings
   * and ends aside, from the end, deletions before insertions before substitutions.
   */
  static Alignment align(int[] reference, int[] hypothesis) {
    int shorter = Math.min(reference.length, hypothesis.length);
    int start = 0;
    while (start < shorter && reference[start] == hypothesis[start]) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && reference[reference.length - 1 - end] == hypothesis[hypothesis.length - 1 - end]) {
      end++;
    }
    int n = reference.length - start - end;
    int m = hypothesis.length - start - end;
    int[][] distance = table(reference, hypothesis, start, n, m);
    int deletions = 0;
    int insertions = 0;
    int substitutions = 0;
    int i = n;
    int j = m;
    while (i > 0 && j > 0) {
      if (distance[i][j] == distance[i - 1][j] + 1) {
        deletions++;
        i--;
      } else if (j > 1 && distance[i][j - 1] == distance[i - 1][j - 1] - 1) {
        insertions++;
        j--;
      } else {
        substitutions += reference[start + i - 1] == hypothesis[start + j - 1] ? 0 : 1;
        i--;
        j--;
      }
    }
    deletions += i;
    insertions += j;
    int hits = reference.length - substitutions - deletions;
    return new Alignment(hits, substitutions, deletions, insertions);
  }

  private static int[][] table(int[] a, int[] b, int start, int n, int m) {
    int[][] distance = new int[n + 1][m + 1];
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= m; j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
        } else {
          int changed = distance[i - 1][j - 1] + (a[start + i - 1] == b[start + j - 1] ? 0 : 1);
          distance[i][j] = Math.min(changed, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
        }
      }
    }
    return distance;
  }
}

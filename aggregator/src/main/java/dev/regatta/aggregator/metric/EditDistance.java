package dev.regatta.aggregator.metric;

/** Levenshtein's distance of two sequences, and what an alignment consists of. */
final class EditDistance {

  private EditDistance() {}

  /** An optimal alignment. */
  record Alignment(int hits, int substitutions, int deletions, int insertions) {
    int edits() {
      return substitutions + deletions + insertions;
    }
  }

  static int of(int[] a, int[] b) {
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length];
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

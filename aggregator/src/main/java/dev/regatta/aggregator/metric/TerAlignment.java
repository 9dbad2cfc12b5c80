package dev.regatta.aggregator.metric;

import java.util.Arrays;

/** An alignment of least edits within Tercom's beam around the diagonal. */
final class TerAlignment {
  private static final int BEAM = 25;
  private static final int FAR = 1 << 28;
  private static final byte KEEP = 0;
  private static final byte CHANGE = 1;
  private static final byte DELETE = 2;
  private static final byte INSERT = 3;

  private final int[] words;
  private final int[] reference;
  private final int[][] cost;
  private final byte[][] step;

  /** Of each word of the reference, the last word before or at it. */
  private int[] aligned;

  private boolean[] referenceWrong;
  private boolean[] wordWrong;

  TerAlignment(int[] words, int[] reference) {
    this.words = words;
    this.reference = reference;
    cost = new int[words.length + 1][reference.length + 1];
    step = new byte[words.length + 1][reference.length + 1];
    fill();
  }

  int edits() {
    return cost[words.length][reference.length];
  }

  /** The word that a word of the reference is aligned with; -1 for none before the first. */
  int of(int place) {
    trace();
    return aligned[place];
  }

  /** Whether moving these words is worth a try: both texts are wrong there, and it is elsewhere. */
  boolean wrong(int start, int at, int length) {
    trace();
    boolean both = any(wordWrong, start, start + length) && any(referenceWrong, at, at + length);
    return both && (aligned[at] < start || aligned[at] >= start + length);
  }

  private static boolean any(boolean[] flags, int from, int to) {
    for (int i = from; i < to; i++) {
      if (flags[i]) {
        return true;
      }
    }
    return false;
  }

  private void fill() {
    int n = reference.length;
    for (int j = 0; j <= n; j++) {
      cost[0][j] = j;
      step[0][j] = INSERT;
    }
    double ratio = words.length == 0 ? 1 : (double) n / words.length;
    int beam = BEAM < ratio / 2 ? (int) Math.ceil(ratio / 2 + BEAM) : BEAM;
    for (int i = 1; i <= words.length; i++) {
      Arrays.fill(cost[i], FAR);
      int diagonal = (int) Math.floor(i * ratio);
      int to = i == words.length ? n + 1 : Math.min(n + 1, diagonal + beam);
      for (int j = Math.max(0, diagonal - beam); j < to; j++) {
        fill(i, j);
      }
    }
  }

  /** Of equal costs the first counts. */
  private void fill(int i, int j) {
    if (j > 0) {
      boolean same = words[i - 1] == reference[j - 1];
      set(i, j, cost[i - 1][j - 1] + (same ? 0 : 1), same ? KEEP : CHANGE);
    }
    set(i, j, cost[i - 1][j] + 1, DELETE);
    if (j > 0) {
      set(i, j, cost[i][j - 1] + 1, INSERT);
    }
  }

  private void set(int i, int j, int value, byte how) {
    if (value < cost[i][j]) {
      cost[i][j] = value;
      step[i][j] = how;
    }
  }

  private void trace() {
    if (aligned != null) {
      return;
    }
    aligned = new int[reference.length];
    referenceWrong = new boolean[reference.length];
    wordWrong = new boolean[words.length];
    int i = words.length;
    int j = reference.length;
    while (i > 0 || j > 0) {
      switch (step[i][j]) {
        case KEEP, CHANGE -> {
          boolean wrong = step[i][j] == CHANGE;
          i--;
          j--;
          aligned[j] = i;
          wordWrong[i] = wrong;
          referenceWrong[j] = wrong;
        }
        case DELETE -> wordWrong[--i] = true;
        default -> {
          j--;
          aligned[j] = i - 1;
          referenceWrong[j] = true;
        }
      }
    }
  }
}

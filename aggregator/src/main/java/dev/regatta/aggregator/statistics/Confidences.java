package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.Arrays;

/** Growing arrays of (instance, confidence, correctness). */
final class Confidences implements Serializable {
  private static final long serialVersionUID = 1L;

  private int size;
  private long[] ordinals = {};
  private double[] confidence = {};
  private byte[] correct = {};

  void add(long ordinal, double probability, int right) {
    reserve(size + 1);
    ordinals[size] = ordinal;
    confidence[size] = probability;
    correct[size++] = (byte) right;
  }

  void add(Confidences other) {
    reserve(size + other.size);
    System.arraycopy(other.ordinals, 0, ordinals, size, other.size);
    System.arraycopy(other.confidence, 0, confidence, size, other.size);
    System.arraycopy(other.correct, 0, correct, size, other.size);
    size += other.size;
  }

  int size() {
    return size;
  }

  /** The same pairs in the order of the instances, whatever order they came in. */
  Pairs inOrder() {
    int[] order = byOrdinal();
    double[] sortedConfidence = new double[size];
    int[] sortedCorrect = new int[size];
    for (int i = 0; i < size; i++) {
      sortedConfidence[i] = confidence[order[i]];
      sortedCorrect[i] = correct[order[i]];
    }
    return new Pairs(sortedConfidence, sortedCorrect, Ranking.descending(sortedConfidence));
  }

  /** Sorts primitives: the ordinal above, the position below; ordinals have at most 31 bits. */
  private int[] byOrdinal() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = ordinals[i] << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  private void reserve(int capacity) {
    if (capacity > ordinals.length) {
      int grown = Math.max(capacity, Math.max(8, size + (size >> 1)));
      ordinals = Arrays.copyOf(ordinals, grown);
      confidence = Arrays.copyOf(confidence, grown);
      correct = Arrays.copyOf(correct, grown);
    }
  }

  /** Aligned arrays, and their positions by falling confidence. */
  record Pairs(double[] confidence, int[] correct, int[] ranking) {

    /** Whether a right and a wrong answer are equally confident, so that their order counts. */
    boolean tied() {
      for (int i = 1; i < ranking.length; i++) {
        if (confidence[ranking[i]] == confidence[ranking[i - 1]]
            && correct[ranking[i]] != correct[ranking[i - 1]]) {
          return true;
        }
      }
      return false;
    }
  }
}

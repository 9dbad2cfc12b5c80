package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
    Pairs sorted = new Pairs(new long[size], new double[size], new int[size]);
    for (int i = 0; i < size; i++) {
      sorted.ordinals[i] = ordinals[order[i]];
      sorted.confidence[i] = confidence[order[i]];
      sorted.correct[i] = correct[order[i]];
    }
    return sorted;
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

  /** Aligned arrays; ordinals ascend. */
  record Pairs(long[] ordinals, double[] confidence, int[] correct) {

    /** Whether a right and a wrong answer are equally confident, so that their order counts. */
    boolean tied() {
      Map<Double, Integer> first = new HashMap<>();
      for (int i = 0; i < confidence.length; i++) {
        Integer other = first.putIfAbsent(confidence[i], correct[i]);
        if (other != null && other != correct[i]) {
          return true;
        }
      }
      return false;
    }
  }
}

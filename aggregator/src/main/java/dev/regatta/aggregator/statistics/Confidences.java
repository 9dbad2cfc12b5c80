package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

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
    Integer[] order = IntStream.range(0, size).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingLong(i -> ordinals[i]));
    double[] sortedConfidence = new double[size];
    int[] sortedCorrect = new int[size];
    for (int i = 0; i < size; i++) {
      sortedConfidence[i] = confidence[order[i]];
      sortedCorrect[i] = correct[order[i]];
    }
    return new Pairs(sortedConfidence, sortedCorrect);
  }

  private void reserve(int capacity) {
    if (capacity > ordinals.length) {
      int grown = Math.max(capacity, Math.max(8, size + (size >> 1)));
      ordinals = Arrays.copyOf(ordinals, grown);
      confidence = Arrays.copyOf(confidence, grown);
      correct = Arrays.copyOf(correct, grown);
    }
  }

  /** Aligned arrays. */
  record Pairs(double[] confidence, int[] correct) {}
}

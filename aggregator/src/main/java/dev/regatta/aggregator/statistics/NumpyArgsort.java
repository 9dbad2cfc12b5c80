package dev.regatta.aggregator.statistics;

import java.util.Arrays;

/**
 * The order that NumPy's default {@code argsort} gives doubles on a processor with 512-bit vectors.
 * It is not stable, and HELM's selective accuracies depend on how it leaves equal values, so that
 * the order is part of the number. Quicksort over vectors of eight, down to blocks that a bitonic
 * network sorts; blocks of at most 256 come out alike on every processor with vectors.
 */
final class NumpyArgsort {
  private static final int LANES = 8;
  private static final int UNROLLED = 4 * LANES;
  private static final int NETWORK = 256;

  private final double[] keys;
  private final int[] order;

  /** Extremes of the latest partition. */
  private double least;

  private double greatest;

  private NumpyArgsort(double[] keys) {
    this.keys = keys;
    this.order = new int[keys.length];
    Arrays.setAll(order, i -> i);
  }

  /** Positions by rising key. */
  static int[] of(double[] keys) {
    NumpyArgsort sort = new NumpyArgsort(keys);
    if (!sorted(keys)) {
      int depth = 2 * (31 - Integer.numberOfLeadingZeros(keys.length));
      sort.sort(0, keys.length, depth);
    }
    return sort.order;
  }

  private static boolean sorted(double[] keys) {
    for (int i = 1; i < keys.length; i++) {
      if (keys[i] < keys[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private void sort(int from, int to, int depth) {
    if (to - from <= NETWORK) {
      network(from, to);
      return;
    }
    if (depth == 0) {
      fallBack(from, to);
      return;
    }
    double pivot = pivot(from, to - 1);
    int middle = partition(from, to, pivot);
    double smallest = least;
    double biggest = greatest;
    if (pivot != smallest) {
      sort(from, middle, depth - 1);
    }
    if (pivot != biggest) {
      sort(middle, to, depth - 1);
    }
  }

  /** Quicksort made no progress: any order of equal keys will do, so a stable one. */
  private void fallBack(int from, int to) {
    Integer[] part = Arrays.stream(order, from, to).boxed().toArray(Integer[]::new);
    Arrays.sort(part, (a, b) -> Double.compare(keys[a], keys[b]));
    for (int i = 0; i < part.length; i++) {
      order[from + i] = part[i];
    }
  }

  /** The upper median of eight keys at even distances. */
  private double pivot(int first, int last) {
    int step = (last - first) / LANES;
    double[] sample = new double[LANES];
    Arrays.setAll(sample, i -> keys[order[first + (i + 1) * step]]);
    Arrays.sort(sample);
    return sample[LANES / 2];
  }

  /** Batcher's bitonic sort of a power of two of positions; equal keys are never exchanged. */
  private void network(int from, int to) {
    int n = to - from;
    int size = Math.max(LANES, Integer.highestOneBit(Math.max(1, 2 * n - 1)));
    double[] key = new double[size];
    int[] index = new int[size];
    Arrays.fill(key, Double.POSITIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      index[i] = order[from + i];
      key[i] = keys[index[i]];
    }
    for (int block = 2; block <= size; block *= 2) {
      for (int start = 0; start < size; start += block) {
        for (int i = 0; i < block / 2; i++) {
          exchange(key, index, start + i, start + block - 1 - i);
        }
      }
      for (int distance = block / 4; distance > 0; distance /= 2) {
        for (int i = 0; i < size; i++) {
          if ((i & distance) == 0) {
            exchange(key, index, i, i + distance);
          }
        }
      }
    }
    System.arraycopy(index, 0, order, from, n);
  }

  private static void exchange(double[] key, int[] index, int low, int high) {
    if (key[low] > key[high]) {
      double k = key[low];
      key[low] = key[high];
      key[high] = k;
      int i = index[low];
      index[low] = index[high];
      index[high] = i;
    }
  }

  /** Moves what is below the pivot to the front; returns where the rest begins. */
  private int partition(int from, int to, double pivot) {
    least = Double.POSITIVE_INFINITY;
    greatest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      least = Math.min(least, keys[order[i]]);
      greatest = Math.max(greatest, keys[order[i]]);
    }
    int width = to - from <= 8 * UNROLLED ? LANES : UNROLLED;
    int left = from;
    int right = to;
    for (int i = (to - from) % width; i > 0; i--) {
      if (keys[order[left]] < pivot) {
        left++;
      } else {
        int swap = order[--right];
        order[right] = order[left];
        order[left] = swap;
      }
    }
    return vectors(left, right, width, pivot);
  }

  /**
   * Partitions whole vectors in place: the outermost ones are set aside, which leaves room at both
   * ends to store the parts of the next one, read from the end that has less room.
   */
  private int vectors(int from, int to, int width, double pivot) {
    if (from == to) {
      return from;
    }
    if (to - from == width) {
      return store(Arrays.copyOfRange(order, from, to), from, to, pivot);
    }
    int[] first = Arrays.copyOfRange(order, from, from + width);
    int[] last = Arrays.copyOfRange(order, to - width, to);
    int left = from + width;
    int right = to - width;
    int below = from;
    int above = to;
    while (left < right) {
      int[] next;
      if (above - right < left - below) {
        right -= width;
        next = Arrays.copyOfRange(order, right, right + width);
      } else {
        next = Arrays.copyOfRange(order, left, left + width);
        left += width;
      }
      int stored = store(next, below, above, pivot) - below;
      below += stored;
      above -= width - stored;
    }
    int stored = store(first, below, above, pivot) - below;
    below += stored;
    above -= width - stored;
    return store(last, below, above, pivot);
  }

  /**
   * Stores vector by vector, lanes in order: what is below the pivot from {@code below} on, the
   * rest ending at {@code above}. Returns where the lower part ends.
   */
  private int store(int[] indices, int below, int above, double pivot) {
    int low = below;
    int high = above;
    for (int start = 0; start < indices.length; start += LANES) {
      int rest = 0;
      for (int i = start; i < start + LANES; i++) {
        rest += keys[indices[i]] < pivot ? 0 : 1;
      }
      int at = high - rest;
      for (int i = start; i < start + LANES; i++) {
        if (keys[indices[i]] < pivot) {
          order[low++] = indices[i];
        } else {
          order[at++] = indices[i];
        }
      }
      high -= rest;
    }
    return low;
  }
}

package dev.regatta.coordinator.random;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * NumPy's legacy generator ({@code np.random.seed}, {@code RandomState}): the same seed and the
 * same calls give the same values. Not thread-safe.
 */
public final class NumpyRandom {
  private final MersenneTwister bits;

  /**
   * @param seed 0 to 2^32 - 1, as NumPy wants it
   */
  public NumpyRandom(long seed) {
    if (seed < 0 || seed > 0xffffffffL) {
      throw new IllegalArgumentException("seed: " + seed + " (expected: 0 to 4294967295)");
    }
    bits = new MersenneTwister((int) seed);
  }

  /** Uniform in [0, 1). */
  public double random() {
    return bits.nextDouble();
  }

  /** Uniform in [low, high), the upper end excluded. */
  public int randint(int low, int high) {
    return low + upTo(Math.subtractExact(high, low) - 1);
  }

  /** A uniform element. */
  public <T> T choice(List<T> items) {
    return items.get(randint(0, items.size()));
  }

  /** {@code choice(n, size)}: indices below {@code n}, with replacement. */
  public int[] choiceWithReplacement(int n, int size) {
    return IntStream.generate(() -> randint(0, n)).limit(size).toArray();
  }

  /** {@code choice(n, size, replace=False)}: distinct indices below {@code n}, as drawn. */
  public int[] choice(int n, int size) {
    if (size < 0 || size > n) {
      throw new IllegalArgumentException("size: " + size + " (expected: 0 to " + n + ")");
    }
    return Arrays.copyOf(permutation(n), size);
  }

  /** Shuffles in place. */
  public void shuffle(List<?> items) {
    for (int i = items.size() - 1; i > 0; i--) {
      Collections.swap(items, i, upTo(i));
    }
  }

  /** The numbers 0 to n - 1 in random order. */
  public int[] permutation(int n) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = upTo(i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** Uniform in [0, max] by rejection under the smallest mask of ones; a max of 0 draws nothing. */
  private int upTo(int max) {
    if (max < 0) {
      throw new IllegalArgumentException("Cannot draw from an empty range");
    }
    if (max == 0) {
      return 0;
    }
    int mask = -1 >>> Integer.numberOfLeadingZeros(max);
    int value = bits.nextInt() & mask;
    while (value > max) {
      value = bits.nextInt() & mask;
    }
    return value;
  }
}

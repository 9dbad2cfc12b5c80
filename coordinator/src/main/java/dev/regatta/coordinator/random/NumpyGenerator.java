package dev.regatta.coordinator.random;

import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * NumPy's new generator ({@code np.random.default_rng}): PCG64 (O'Neill, 2014; XSL-RR 128/64)
 * seeded through SeedSequence. Not thread-safe.
 */
public final class NumpyGenerator {
  private static final BigInteger MULTIPLIER =
      new BigInteger("2360ed051fc65da44385df649fccf645", 16);
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

  private static final int POOL = 4;
  private static final int XSHIFT = 16;
  private static final int INIT_A = 0x43b0d7e5;
  private static final int MULT_A = 0x931e8875;
  private static final int INIT_B = 0x8b51f9dd;
  private static final int MULT_B = 0x58f38ded;
  private static final int MIX_MULT_L = 0xca01f9dd;
  private static final int MIX_MULT_R = 0x4973f715;

  private final BigInteger increment;
  private BigInteger state;
  private boolean half;
  private int upperHalf;

  /**
   * @param seed 0 to 2^31 - 1
   */
  public NumpyGenerator(int seed) {
    int[] words = words(pool(seed), 2 * POOL);
    this.increment = wide(words, 4).shiftLeft(1).setBit(0).mod(MODULUS);
    this.state = BigInteger.ZERO;
    step();
    state = state.add(wide(words, 0)).mod(MODULUS);
    step();
  }

  /** Uniform in [0, 1). */
  public double random() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** The numbers 0 to n - 1 in random order. */
  public IntStream permutation(int n) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = upTo(i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return IntStream.of(order);
  }

  /** Uniform in [0, max], max at least 1, by rejection under the smallest mask of ones. */
  private int upTo(int max) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(max);
    int value = nextInt() & mask;
    while (value > max) {
      value = nextInt() & mask;
    }
    return value;
  }

  /** The lower half of 64 bits, then the upper. */
  private int nextInt() {
    half = !half;
    if (!half) {
      return upperHalf;
    }
    long next = nextLong();
    upperHalf = (int) (next >>> 32);
    return (int) next;
  }

  private long nextLong() {
    step();
    long high = state.shiftRight(64).longValue();
    return Long.rotateRight(high ^ state.longValue(), (int) (high >>> 58));
  }

  private void step() {
    state = state.multiply(MULTIPLIER).add(increment).mod(MODULUS);
  }

  /** 128 bits of two 64-bit words, the higher first, each of two 32-bit words, the lower first. */
  private static BigInteger wide(int[] words, int from) {
    BigInteger value = BigInteger.ZERO;
    for (int word : new int[] {from + 1, from, from + 3, from + 2}) {
      value = value.shiftLeft(32).or(BigInteger.valueOf(Integer.toUnsignedLong(words[word])));
    }
    return value;
  }

  /** SeedSequence's pool of entropy. */
  private static int[] pool(int seed) {
    Hash hash = new Hash(INIT_A, MULT_A);
    int[] pool = new int[POOL];
    for (int i = 0; i < POOL; i++) {
      pool[i] = hash.of(i == 0 ? seed : 0);
    }
    for (int source = 0; source < POOL; source++) {
      for (int target = 0; target < POOL; target++) {
        if (source != target) {
          int mixed = MIX_MULT_L * pool[target] - MIX_MULT_R * hash.of(pool[source]);
          pool[target] = mixed ^ (mixed >>> XSHIFT);
        }
      }
    }
    return pool;
  }

  /** SeedSequence's {@code generate_state}. */
  private static int[] words(int[] pool, int count) {
    Hash hash = new Hash(INIT_B, MULT_B);
    return IntStream.range(0, count).map(i -> hash.of(pool[i % POOL])).toArray();
  }

  /** SeedSequence's hash, whose constant changes with every use. */
  private static final class Hash {
    private final int multiplier;
    private int constant;

    Hash(int constant, int multiplier) {
      this.constant = constant;
      this.multiplier = multiplier;
    }

    int of(int value) {
      int hashed = value ^ constant;
      constant *= multiplier;
      hashed *= constant;
      return hashed ^ (hashed >>> XSHIFT);
    }
  }
}

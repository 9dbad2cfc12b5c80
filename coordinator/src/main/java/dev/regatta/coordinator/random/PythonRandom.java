package dev.regatta.coordinator.random;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Python 3's {@code random.Random}: the same seed and the same calls give the same values. Not
 * thread-safe.
 */
public final class PythonRandom {
  private final MersenneTwister bits;

  /** {@code random.Random(seed)} of an integer; as in Python the sign does not count. */
  public PythonRandom(long seed) {
    this(BigInteger.valueOf(seed).abs());
  }

  /** {@code random.Random(seed)} of a string (version 2 seeding: the text and its SHA-512). */
  public PythonRandom(String seed) {
    this(ofText(seed.getBytes(StandardCharsets.UTF_8)));
  }

  private PythonRandom(BigInteger seed) {
    int[] key = new int[Math.max(1, (seed.bitLength() + 31) / 32)];
    for (int i = 0; i < key.length; i++) {
      key[i] = seed.shiftRight(32 * i).intValue();
    }
    bits = new MersenneTwister(key);
  }

  private static BigInteger ofText(byte[] text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(text);
      byte[] seed = new byte[text.length + hash.length];
      System.arraycopy(text, 0, seed, 0, text.length);
      System.arraycopy(hash, 0, seed, text.length, hash.length);
      return new BigInteger(1, seed);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-512", e);
    }
  }

  /** Uniform in [0, 1). */
  public double random() {
    return bits.nextDouble();
  }

  /** Uniform between {@code a} and {@code b}. */
  public double uniform(double a, double b) {
    return a + (b - a) * random();
  }

  /**
   * {@code getrandbits}.
   *
   * @param k number of bits, 1 to 63
   */
  public long getrandbits(int k) {
    if (k < 1 || k > 63) {
      throw new IllegalArgumentException("k: " + k + " (expected: 1 to 63)");
    }
    if (k <= 32) {
      return Integer.toUnsignedLong(bits.nextInt() >>> (32 - k));
    }
    long low = Integer.toUnsignedLong(bits.nextInt());
    return low | Integer.toUnsignedLong(bits.nextInt() >>> (64 - k)) << 32;
  }

  /** {@code randrange(n)}: uniform in [0, n). */
  public int below(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n: " + n + " (expected: at least 1)");
    }
    int k = 32 - Integer.numberOfLeadingZeros(n);
    long value = getrandbits(k);
    while (value >= n) {
      value = getrandbits(k);
    }
    return (int) value;
  }

  /** Uniform in [a, b], both ends included. */
  public int randint(int a, int b) {
    return a + below(Math.addExact(Math.subtractExact(b, a), 1));
  }

  /** A uniform element. */
  public <T> T choice(List<T> items) {
    return items.get(below(items.size()));
  }

  /** Shuffles in place. */
  public void shuffle(List<?> items) {
    for (int i = items.size() - 1; i > 0; i--) {
      Collections.swap(items, i, below(i + 1));
    }
  }

  /** {@code k} distinct elements in the order drawn. */
  public <T> List<T> sample(List<T> items, int k) {
    int n = items.size();
    if (k < 0 || k > n) {
      throw new IllegalArgumentException("k: " + k + " (expected: 0 to " + n + ")");
    }
    // Python draws from a pool where that is smaller than a set of the indices drawn.
    double setSize = 21;
    if (k > 5) {
      setSize += Math.pow(4, Math.ceil(Math.log(k * 3.0) / Math.log(4)));
    }
    return n <= setSize ? sampleFromPool(items, k) : sampleUnseen(items, k);
  }

  private <T> List<T> sampleFromPool(List<T> items, int k) {
    List<T> pool = new ArrayList<>(items);
    List<T> sample = new ArrayList<>(k);
    for (int i = 0; i < k; i++) {
      int last = pool.size() - i - 1;
      int j = below(last + 1);
      sample.add(pool.get(j));
      pool.set(j, pool.get(last));
    }
    return sample;
  }

  private <T> List<T> sampleUnseen(List<T> items, int k) {
    Set<Integer> seen = new HashSet<>();
    List<T> sample = new ArrayList<>(k);
    while (sample.size() < k) {
      int j = below(items.size());
      if (seen.add(j)) {
        sample.add(items.get(j));
      }
    }
    return sample;
  }
}

package dev.regatta.worker.runtime.simulated;

/** The simulated engine's only source of variety: 64-bit hashes of texts. */
final class Hash {
  private static final long P = 0x100000001b3L;
  private static final long P2 = times(P);
  private static final long P3 = times(P2);
  private static final long P4 = times(P3);

  private Hash() {}

  /** Modulo 2^64, as everything here. */
  private static long times(long power) {
    return power * P;
  }

  /** A polynomial over the characters; in steps of four, whose products do not wait for another. */
  static long of(String text, long seed) {
    long hash = seed;
    int i = 0;
    for (; i + 3 < text.length(); i += 4) {
      hash =
          hash * P4
              + text.charAt(i) * P3
              + text.charAt(i + 1) * P2
              + text.charAt(i + 2) * P
              + text.charAt(i + 3);
    }
    for (; i < text.length(); i++) {
      hash = hash * P + text.charAt(i);
    }
    return mix(hash);
  }

  /** The finalizer of SplitMix64. */
  static long mix(long hash) {
    long z = hash + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Evenly in [0, 1). */
  static double fraction(long hash) {
    return (mix(hash) >>> 11) * 0x1p-53;
  }

  /** Evenly in 0 to {@code bound - 1}. */
  static int below(int bound, long hash) {
    return (int) Math.floorMod(mix(hash), (long) bound);
  }

  /** A log-probability: a multiple of 1/4096 above -4, so that sums are exact in any order. */
  static double logprob(long hash) {
    return -below(4 * 4096, hash) / 4096.0;
  }
}

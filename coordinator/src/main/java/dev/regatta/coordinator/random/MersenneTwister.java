package dev.regatta.coordinator.random;

/** MT19937 (Matsumoto and Nishimura, 1998) with its two ways to seed. */
final class MersenneTwister {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int next = N;

  /** Knuth's linear congruential filling, {@code init_genrand} in the authors' reference code. */
  MersenneTwister(int seed) {
    fill(seed);
  }

  /** {@code init_by_array} of the authors' reference code. The key must not be empty. */
  MersenneTwister(int[] key) {
    fill(19650218);
    int i = 1;
    for (int k = 0; k < Math.max(N, key.length); k++) {
      int j = k % key.length;
      state[i] = (state[i] ^ (mixed(i) * 1664525)) + key[j] + j;
      i = following(i);
    }
    for (int k = 1; k < N; k++) {
      state[i] = (state[i] ^ (mixed(i) * 1566083941)) - i;
      i = following(i);
    }
    state[0] = 0x80000000;
  }

  private void fill(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * mixed(i) + i;
    }
  }

  private int mixed(int i) {
    return state[i - 1] ^ (state[i - 1] >>> 30);
  }

  private int following(int i) {
    if (i + 1 < N) {
      return i + 1;
    }
    state[0] = state[N - 1];
    return 1;
  }

  /** The next 32 bits. */
  int nextInt() {
    if (next == N) {
      twist();
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /** Uniform in [0, 1) with 53 bits. */
  double nextDouble() {
    int high = nextInt() >>> 5;
    int low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
  }
}

package dev.regatta.aggregator.metric;

/** Gives each different key the next number, from 0: a hash table of primitives. */
final class LongNumbers {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int SMALLEST = 64;

  private long[] keys = new long[SMALLEST];

  /** One more than the number; 0 for a free place. */
  private int[] numbers = new int[SMALLEST];

  private int size;

  int of(long key) {
    int place = place(keys, numbers, key);
    if (numbers[place] == 0) {
      if (2 * size >= keys.length) {
        grow();
        place = place(keys, numbers, key);
      }
      keys[place] = key;
      numbers[place] = ++size;
    }
    return numbers[place] - 1;
  }

  /** The number of a key that has one; -1 for another. */
  int known(long key) {
    return numbers[place(keys, numbers, key)] - 1;
  }

  int size() {
    return size;
  }

  private static int place(long[] keys, int[] numbers, long key) {
    int mask = keys.length - 1;
    int place = (int) (key * SPREAD >>> Integer.SIZE) & mask;
    while (numbers[place] != 0 && keys[place] != key) {
      place = place + 1 & mask;
    }
    return place;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[2 * oldKeys.length];
    numbers = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldNumbers[i] != 0) {
        int place = place(keys, numbers, oldKeys[i]);
        keys[place] = oldKeys[i];
        numbers[place] = oldNumbers[i];
      }
    }
  }
}

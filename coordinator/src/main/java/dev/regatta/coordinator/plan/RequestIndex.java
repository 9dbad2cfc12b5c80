package dev.regatta.coordinator.plan;

import java.util.Arrays;

/**
 * Ordinals of requests by their id, in open addressing over primitive arrays: about 30 bytes a
 * request, so that a sweep of ten millions folds its duplicates in 300 MB. Not thread-safe.
 */
final class RequestIndex {
  /** What {@link #find} and {@link #add} return for an id that was not there. */
  static final int ABSENT = -1;

  private static final int FIRST_CAPACITY = 1024;

  private long[] high = new long[FIRST_CAPACITY];
  private long[] low = new long[FIRST_CAPACITY];
  private int[] ordinals = newOrdinals(FIRST_CAPACITY);
  private int size;

  int size() {
    return size;
  }

  int find(RequestId id) {
    return ordinals[slot(id)];
  }

  /**
   * Keeps {@code ordinal} (at least 0) for a new id; returns the ordinal that the id already had.
   */
  int add(RequestId id, int ordinal) {
    int slot = slot(id);
    int present = ordinals[slot];
    if (present == ABSENT) {
      put(slot, id.high(), id.low(), ordinal);
      size++;
      if (size * 4L > ordinals.length * 3L) {
        grow();
      }
    }
    return present;
  }

  /** Keeps {@code ordinal} for an id whatever it had before. */
  void set(RequestId id, int ordinal) {
    if (add(id, ordinal) != ABSENT) {
      ordinals[slot(id)] = ordinal;
    }
  }

  private int slot(RequestId id) {
    int mask = ordinals.length - 1;
    int slot = (int) id.low() & mask;
    while (ordinals[slot] != ABSENT && (low[slot] != id.low() || high[slot] != id.high())) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void put(int slot, long idHigh, long idLow, int ordinal) {
    high[slot] = idHigh;
    low[slot] = idLow;
    ordinals[slot] = ordinal;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldOrdinals = ordinals;
    high = new long[oldHigh.length * 2];
    low = new long[oldLow.length * 2];
    ordinals = newOrdinals(oldOrdinals.length * 2);
    for (int i = 0; i < oldOrdinals.length; i++) {
      if (oldOrdinals[i] != ABSENT) {
        put(slot(new RequestId(oldHigh[i], oldLow[i])), oldHigh[i], oldLow[i], oldOrdinals[i]);
      }
    }
  }

  private static int[] newOrdinals(int capacity) {
    int[] ordinals = new int[capacity];
    Arrays.fill(ordinals, ABSENT);
    return ordinals;
  }
}

package dev.regatta.coordinator.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers different request ids in the order of their arrival, from 0. Not thread-safe.
 *
 * <p>Of each id 96 of its 128 bits are kept: among ten million ids, two that differ agree in them
 * with a probability below 10<sup>-15</sup>. They lie in chunks in the order of their numbers, and
 * a hash table in open addressing finds the numbers. Growing copies only the table: 12 bytes an id
 * and 5 to 11 of table, less than 200 MB for ten millions.
 */
final class RequestIndex {
  /** What {@link #find} returns for an id that was never added. */
  static final int ABSENT = -1;

  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int FIRST_CAPACITY = 1024;

  private final List<Chunk> chunks = new ArrayList<>();
  private int[] table = newTable(FIRST_CAPACITY);
  private int size;

  /** Ids of consecutive numbers. */
  private static final class Chunk {
    final long[] high = new long[CHUNK];
    final int[] low = new int[CHUNK];
  }

  /** Different ids so far, which is the number that the next new one gets. */
  int size() {
    return size;
  }

  int find(RequestId id) {
    return table[slot(id.high(), (int) id.low())];
  }

  /** The number of an id; its own from before, or a new one. */
  int add(RequestId id) {
    int low = (int) id.low();
    int slot = slot(id.high(), low);
    int present = table[slot];
    if (present != ABSENT) {
      return present;
    }
    if ((size & CHUNK - 1) == 0) {
      chunks.add(new Chunk());
    }
    Chunk last = chunks.get(chunks.size() - 1);
    last.high[size & CHUNK - 1] = id.high();
    last.low[size & CHUNK - 1] = low;
    table[slot] = size;
    int number = size++;
    if (size * 4L > table.length * 3L) {
      grow();
    }
    return number;
  }

  private int slot(long high, int low) {
    int mask = table.length - 1;
    int slot = (int) high & mask;
    while (table[slot] != ABSENT && !at(table[slot], high, low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean at(int number, long high, int low) {
    Chunk chunk = chunks.get(number >> CHUNK_BITS);
    int place = number & CHUNK - 1;
    return chunk.high[place] == high && chunk.low[place] == low;
  }

  private void grow() {
    table = newTable(table.length * 2);
    int mask = table.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = (int) chunks.get(number >> CHUNK_BITS).high[number & CHUNK - 1] & mask;
      while (table[slot] != ABSENT) {
        slot = (slot + 1) & mask;
      }
      table[slot] = number;
    }
  }

  private static int[] newTable(int capacity) {
    int[] table = new int[capacity];
    Arrays.fill(table, ABSENT);
    return table;
  }
}

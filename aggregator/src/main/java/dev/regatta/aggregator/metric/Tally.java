package dev.regatta.aggregator.metric;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Sums of whole numbers by key, exact in any order. */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One-element arrays, so that sums can change in place. */
  private final TreeMap<String, long[]> sums = new TreeMap<>();

  void add(String key, long amount) {
    if (amount != 0) {
      sum(key)[0] += amount;
    }
  }

  void add(Tally other) {
    other.sums.forEach((key, sum) -> add(key, sum[0]));
  }

  long of(String key) {
    long[] sum = sums.get(key);
    return sum == null ? 0 : sum[0];
  }

  /** Where the sum of a key is kept. */
  long[] sum(String key) {
    return sums.computeIfAbsent(key, k -> new long[1]);
  }

  void forEach(BiConsumer<String, Long> entry) {
    sums.forEach((key, sum) -> entry.accept(key, sum[0]));
  }

  /** Keys. */
  int size() {
    return sums.size();
  }

  void clear() {
    sums.values().forEach(sum -> sum[0] = 0);
  }

  /** What follows {@code prefix} in the keys that start with it and have a sum, sorted. */
  Set<String> keys(String prefix) {
    Set<String> keys = new LinkedHashSet<>();
    for (Map.Entry<String, long[]> entry : sums.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (entry.getValue()[0] != 0) {
        keys.add(entry.getKey().substring(prefix.length()));
      }
    }
    return Collections.unmodifiableSet(keys);
  }
}

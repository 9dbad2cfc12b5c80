package dev.regatta.aggregator.metric;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sums of whole numbers by key, exact in any order. */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Long> sums = new TreeMap<>();

  void add(String key, long amount) {
    if (amount != 0) {
      sums.merge(key, amount, Long::sum);
    }
  }

  void add(Tally other) {
    other.sums.forEach(this::add);
  }

  long of(String key) {
    return sums.getOrDefault(key, 0L);
  }

  /** What follows {@code prefix} in the keys that start with it, sorted. */
  Set<String> keys(String prefix) {
    Map<String, Long> from = sums.tailMap(prefix, true);
    Set<String> keys = new LinkedHashSet<>();
    for (String key : from.keySet()) {
      if (!key.startsWith(prefix)) {
        break;
      }
      keys.add(key.substring(prefix.length()));
    }
    return Collections.unmodifiableSet(keys);
  }
}

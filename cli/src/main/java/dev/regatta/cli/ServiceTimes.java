package dev.regatta.cli;

import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fast each model has answered so far, from the completions in the store. */
final class ServiceTimes {
  private final Store store;

  ServiceTimes(Store store) {
    this.store = store;
  }

  /**
   * Wall-clock seconds per answer: from the first answer of each sweep to its last, over the
   * answers in between, so that requests in flight side by side count as such.
   */
  Optional<Double> secondsPerRequest(String model) {
    Map<String, long[]> sweeps = new java.util.HashMap<>();
    List<String> columns = List.of("sweep", "completed_at");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of("model", model))) {
      for (Object[] row : rows) {
        if (row[1] != null) {
          long micros = (Long) row[1];
          long[] span =
              sweeps.computeIfAbsent(
                  (String) row[0], sweep -> new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1});
          span[0] = Math.min(span[0], micros);
          span[1] = Math.max(span[1], micros);
          span[2]++;
        }
      }
    }
    long answers = sweeps.values().stream().mapToLong(span -> span[2]).sum();
    double seconds = sweeps.values().stream().mapToDouble(span -> (span[1] - span[0]) / 1e6).sum();
    return answers <= 0 ? Optional.empty() : Optional.of(seconds / answers);
  }
}

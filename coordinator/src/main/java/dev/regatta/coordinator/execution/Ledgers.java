package dev.regatta.coordinator.execution;

import dev.regatta.coordinator.progress.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ledgers of every sweep whose completions come by, by sweep and model; also of sweeps that
 * nobody executes yet, so that whoever begins later misses none. Safe for use by several threads.
 */
final class Ledgers {
  private final Map<String, Map<String, Ledger>> ledgers = new ConcurrentHashMap<>();
  private final Map<String, Map<Integer, Long>> retries = new ConcurrentHashMap<>();

  /** An outcome of a request that was read at this place of the completions topic. */
  void record(
      String sweep, String model, int ordinal, boolean answered, int partition, long offset) {
    if (answered || offset >= retryFrom(sweep).getOrDefault(partition, 0L)) {
      of(sweep, model).record(ordinal, answered);
    }
  }

  /** The ledgers of a sweep, ready for a walk of its plan, with every outcome that came by. */
  Map<String, Ledger> open(String sweep, List<String> models) {
    Map<String, Ledger> opened = new LinkedHashMap<>();
    for (String model : models) {
      Ledger ledger = of(sweep, model);
      ledger.restart();
      opened.put(model, ledger);
    }
    return opened;
  }

  /**
   * Quarantines of a sweep before these offsets are no outcomes any more.
   *
   * @param from offsets of the completions topic by partition
   */
  void retry(String sweep, Map<Integer, Long> from) {
    retries.put(sweep, Map.copyOf(from));
    ledgers.getOrDefault(sweep, Map.of()).values().forEach(Ledger::retry);
  }

  void forget(String sweep) {
    ledgers.remove(sweep);
    retries.remove(sweep);
  }

  private Map<Integer, Long> retryFrom(String sweep) {
    return retries.getOrDefault(sweep, Map.of());
  }

  private Ledger of(String sweep, String model) {
    return ledgers
        .computeIfAbsent(sweep, id -> new ConcurrentHashMap<>())
        .computeIfAbsent(model, name -> new Ledger());
  }
}

package dev.regatta.aggregator.report;

import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The statistics of a sweep, by run. Small: a few hundred rows a run. */
final class StatRows {

  /** One statistic; perturbation null for the original instances. */
  record StatRow(String metric, Perturbation perturbation, Score score) {}

  private final Map<String, List<StatRow>> byRun = new HashMap<>();

  StatRows(Store store, String sweep) {
    List<String> columns =
        List.of("run", "metric", "perturbation", "mean", "n", "stderr", "ci_low", "ci_high");
    try (TableReader rows = store.read(Tables.STATS, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        if (row[3] != null) {
          byRun.computeIfAbsent((String) row[0], run -> new ArrayList<>()).add(statRow(row));
        }
      }
    }
  }

  private static StatRow statRow(Object[] row) {
    Perturbation perturbation = row[2] == null ? null : Perturbation.ofKey((String) row[2]);
    Score score =
        new Score(
            (Double) row[3], (Double) row[5], (Double) row[6], (Double) row[7], (Long) row[4]);
    return new StatRow((String) row[1], perturbation, score);
  }

  /** The metric over the original instances, all splits pooled; null where the run has none. */
  Score original(String run, String metric) {
    return find(run, metric, perturbation -> perturbation == null);
  }

  /** Worst case over the perturbations of a kind ({@code robustness} or {@code fairness}). */
  Score worst(String run, String metric, String kind) {
    return find(
        run,
        metric,
        perturbation ->
            perturbation != null
                && perturbation.name().equals(kind)
                && Perturbation.WORST.equals(perturbation.computedOn()));
  }

  private Score find(String run, String metric, Predicate<Perturbation> wanted) {
    return Score.pooled(
        byRun.getOrDefault(run, List.of()).stream()
            .filter(row -> row.metric().equals(metric) && wanted.test(row.perturbation()))
            .map(StatRow::score)
            .filter(score -> score.n() > 0)
            .toList());
  }
}

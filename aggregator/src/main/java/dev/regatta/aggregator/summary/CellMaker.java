package dev.regatta.aggregator.summary;

import dev.regatta.aggregator.statistics.Stat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** HELM's cells: a statistic of one or several runs. */
final class CellMaker {
  private static final String QUASI_EXACT_MATCH = "quasi_exact_match";
  private static final String EXACT_MATCH = "exact_match";

  private CellMaker() {}

  /**
   * The mean over the runs that have the statistic, each run (and each sub-split, where none is
   * asked for) counting once.
   *
   * @param linked whether the cell names its runs
   */
  static Cell cell(List<SummaryRun> runs, MetricMatcher matcher, boolean linked) {
    if (runs.isEmpty()) {
      return Cell.of(null, "No matching runs");
    }
    Stat all = Stat.EMPTY;
    Set<String> names = new LinkedHashSet<>();
    for (SummaryRun run : runs) {
      List<NamedStat> found = find(run, matcher);
      for (NamedStat stat : found) {
        all = all.merge(stat.stat());
      }
      if (!found.isEmpty()) {
        names.add(run.name());
      }
    }
    if (names.isEmpty()) {
      return Cell.of(null, runs.size() + " matching runs, but no matching metrics");
    }
    if (all.count() == 0) {
      return Cell.of(null, runs.size() + " matching runs, but count = 0");
    }
    return new Cell(
        all.mean(), all.toString(), null, Map.of(), false, linked ? List.copyOf(names) : null);
  }

  /** Where a run has no quasi_exact_match, its exact_match stands for it (HELM's rule). */
  private static List<NamedStat> find(SummaryRun run, MetricMatcher matcher) {
    List<NamedStat> found = run.stats().stream().filter(matcher::matches).toList();
    return found.isEmpty() && QUASI_EXACT_MATCH.equals(matcher.name())
        ? run.stats().stream().filter(matcher.named(EXACT_MATCH)::matches).toList()
        : found;
  }
}

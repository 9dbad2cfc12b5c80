package dev.regatta.aggregator.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A part of a sweep that can be joined for itself: requests of a model that follow one another in
 * the plan, and every row group with completions of the sweep that may answer them.
 */
record Slice(List<RowGroup> requests, List<RowGroup> completions) {
  /** Requests of a slice are held in memory. */
  static final long MOST_ROWS = 62_500;

  static final long MOST_BYTES = 32L << 20;

  /** A row group that several slices share is read for each; beyond this a shuffle costs less. */
  private static final int MOST_READINGS = 2;

  private static final Comparator<RowGroup> IN_THE_PLAN =
      Comparator.comparing(RowGroup::model)
          .thenComparing(RowGroup::least)
          .thenComparing(RowGroup::greatest);

  /**
   * Cuts a sweep into slices. None are returned where the sweep cannot be cut: where it may owe
   * answers to other sweeps, or where its completions do not lie nearly in the order of its plan.
   *
   * @param distinct requests of the sweep by model
   * @param requests every row group of the sweep's
   * @param completions every row group of these models, also those of other sweeps
   * @param parallelism slices to be had at least, where there are as many row groups
   */
  static List<Slice> cut(
      String sweep,
      Map<String, Long> distinct,
      List<RowGroup> requests,
      List<RowGroup> completions,
      int parallelism) {
    boolean known = requests.stream().allMatch(group -> group.model() != null);
    if (!known
        || !distinct.keySet().stream()
            .allMatch(m -> owesNothing(sweep, m, distinct, completions))) {
      return List.of();
    }
    List<RowGroup> own = completions.stream().filter(group -> sweep.equals(group.sweep())).toList();
    long rows = rows(requests);
    List<Slice> slices = new ArrayList<>();
    List<RowGroup> next = new ArrayList<>();
    for (RowGroup group : requests.stream().sorted(IN_THE_PLAN).toList()) {
      if (!next.isEmpty() && !fits(next, group, Math.min(MOST_ROWS, rows / parallelism))) {
        slices.add(of(next, own));
        next.clear();
      }
      next.add(group);
    }
    if (!next.isEmpty()) {
      slices.add(of(next, own));
    }
    boolean worthIt =
        slices.stream().mapToLong(slice -> rows(slice.completions)).sum()
            <= MOST_READINGS * Math.max(rows, rows(own));
    return worthIt && slices.stream().allMatch(Slice::fitsInMemory) ? slices : List.of();
  }

  /** Whether all answers to the sweep's requests to a model are its own. */
  private static boolean owesNothing(
      String sweep, String model, Map<String, Long> distinct, List<RowGroup> completions) {
    boolean alone = true;
    long answers = 0;
    for (RowGroup group : completions) {
      if (model.equals(group.model())) {
        if (sweep.equals(group.sweep())) {
          answers += group.rows() - group.failures();
        } else {
          alone = false;
        }
      }
    }
    return alone || answers == distinct.get(model);
  }

  private static boolean fits(List<RowGroup> groups, RowGroup group, long rows) {
    return groups.get(0).model().equals(group.model())
        && rows(groups) + group.rows() <= rows
        && bytes(groups) + group.bytes() <= MOST_BYTES;
  }

  private boolean fitsInMemory() {
    return rows(requests) <= MOST_ROWS && bytes(requests) <= MOST_BYTES;
  }

  private static Slice of(List<RowGroup> requests, List<RowGroup> own) {
    String model = requests.get(0).model();
    long from = requests.stream().mapToLong(RowGroup::least).min().orElseThrow();
    long to = requests.stream().mapToLong(RowGroup::greatest).max().orElseThrow();
    return new Slice(
        List.copyOf(requests),
        own.stream()
            .filter(group -> model.equals(group.model()) && group.overlaps(from, to))
            .toList());
  }

  private static long rows(List<RowGroup> groups) {
    return groups.stream().mapToLong(RowGroup::rows).sum();
  }

  private static long bytes(List<RowGroup> groups) {
    return groups.stream().mapToLong(RowGroup::bytes).sum();
  }
}

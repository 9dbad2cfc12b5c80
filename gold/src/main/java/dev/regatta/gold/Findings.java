package dev.regatta.gold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** What one file or directory of gold comes to, part by part (a metric, a column, a run). */
public final class Findings {
  /** Enough to see a pattern; a file that is wrong throughout must not fill the memory. */
  private static final int KEPT = 100;

  private final Map<String, Count> parts = new LinkedHashMap<>();

  private static final class Count {
    private long passed;
    private long failed;
    private long unknown;
    private String reason;
    private final List<Difference> differences = new ArrayList<>();
  }

  /** Compares by {@code equals}; what {@code found} throws is a difference. */
  public void equal(String part, String where, Object expected, Supplier<?> found) {
    try {
      Object value = found.get();
      record(part, where, expected, value, expected.equals(value));
    } catch (RuntimeException e) {
      fail(part, where, expected, problem(e));
    }
  }

  /** Compares two numbers; what {@code found} throws is a difference. */
  public void close(
      String part, String where, double expected, DoubleSupplier found, Tolerance tolerance) {
    try {
      double value = found.getAsDouble();
      record(part, where, expected, value, tolerance.agree(expected, value));
    } catch (RuntimeException e) {
      fail(part, where, expected, problem(e));
    }
  }

  /** Compares the values of several fields as one case; tells the first field that differs. */
  public void fields(
      String part,
      String where,
      Map<String, ?> expected,
      Supplier<? extends Map<String, ?>> found) {
    try {
      Map<String, ?> values = found.get();
      Optional<String> differing =
          expected.keySet().stream()
              .filter(field -> !Objects.equals(expected.get(field), values.get(field)))
              .findFirst();
      if (differing.isEmpty()) {
        pass(part);
      } else {
        String field = differing.get();
        differ(part, where + ", " + field, expected.get(field), values.get(field));
      }
    } catch (RuntimeException e) {
      fail(part, where, "values of " + expected.keySet(), problem(e));
    }
  }

  /** A case that came out as recorded. */
  public void pass(String part) {
    count(part).passed++;
  }

  /** A case that did not: shown from the place where the two differ. */
  public void differ(String part, String where, Object expected, Object found) {
    add(part, Difference.of(where, expected, found));
  }

  /** A case that could not be compared though it should, told in words. */
  public void fail(String part, String where, Object expected, Object found) {
    add(part, Difference.told(where, expected, found));
  }

  private void add(String part, Difference difference) {
    Count count = count(part);
    count.failed++;
    if (count.differences.size() < KEPT) {
      count.differences.add(difference);
    }
  }

  /** A case that cannot be compared, neither passed nor failed. */
  public void unknown(String part, String reason) {
    unknown(part, 1, reason);
  }

  /**
   * Cases that cannot be compared.
   *
   * @param reason the first one of a part is kept
   */
  public void unknown(String part, long cases, String reason) {
    Count count = count(part);
    count.unknown += cases;
    if (count.reason == null) {
      count.reason = reason;
    }
  }

  /** What an exception says to the reader of a report. */
  public static String problem(Throwable e) {
    return e.getMessage() == null || e instanceof IndexOutOfBoundsException
        ? e.toString()
        : e.getMessage();
  }

  private void record(String part, String where, Object expected, Object found, boolean same) {
    if (same) {
      pass(part);
    } else {
      differ(part, where, expected, found);
    }
  }

  private Count count(String part) {
    return parts.computeIfAbsent(part, name -> new Count());
  }

  List<PartResult> results() {
    List<PartResult> results = new ArrayList<>();
    parts.forEach(
        (name, count) ->
            results.add(
                new PartResult(
                    name,
                    count.passed,
                    count.passed + count.failed,
                    count.unknown,
                    count.reason,
                    List.copyOf(count.differences))));
    return results;
  }
}

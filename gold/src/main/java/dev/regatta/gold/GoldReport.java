package dev.regatta.gold;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Outcome of a directory of gold.
 *
 * @param unrecognised files of cases that no check knows, beside those that one does
 */
public record GoldReport(List<GoldResult> results, List<String> unrecognised) {

  /** Whether every case that was compared came out as recorded. */
  public boolean allPassed() {
    return results.stream().allMatch(GoldResult::allPassed);
  }

  public long passed() {
    return sum(PartResult::passed);
  }

  public long total() {
    return sum(PartResult::total);
  }

  public long unknown() {
    return sum(PartResult::unknown);
  }

  private long sum(ToLongFunction<PartResult> number) {
    return results.stream().flatMap(result -> result.parts().stream()).mapToLong(number).sum();
  }
}

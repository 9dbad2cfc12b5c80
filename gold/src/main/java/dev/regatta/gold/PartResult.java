package dev.regatta.gold;

import java.util.List;

/**
 * Outcome of one part of a file.
 *
 * @param total cases that were compared
 * @param unknown cases that were not: Regatta does not know the part, or lacks what it needs
 * @param reason why not; null where all were compared
 * @param differences the first of those that did not pass
 */
public record PartResult(
    String part,
    long passed,
    long total,
    long unknown,
    String reason,
    List<Difference> differences) {

  public boolean allPassed() {
    return passed == total;
  }
}

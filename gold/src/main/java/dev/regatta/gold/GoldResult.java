package dev.regatta.gold;

import java.util.List;

/**
 * Outcome of one file or directory of gold.
 *
 * @param file relative to the directory that was asked for
 * @param kind the {@link GoldCheck#kind} that it was recognised as
 */
public record GoldResult(String file, String kind, List<PartResult> parts) {

  public boolean allPassed() {
    return parts.stream().allMatch(PartResult::allPassed);
  }
}

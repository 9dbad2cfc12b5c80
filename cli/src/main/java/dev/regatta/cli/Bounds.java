package dev.regatta.cli;

import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;

/** Checks the numbers of a command line; all that are out of bounds are told at once. */
public final class Bounds {
  private final List<String> problems = new ArrayList<>();

  public Bounds check(String option, long value, long low, long high) {
    if (value < low || value > high) {
      problems.add("%s: %d (expected: %d to %d)".formatted(option, value, low, high));
    }
    return this;
  }

  /**
   * @throws RegattaException USER, a line per problem, where there are any
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw RegattaException.user(String.join("\n", problems));
    }
  }
}

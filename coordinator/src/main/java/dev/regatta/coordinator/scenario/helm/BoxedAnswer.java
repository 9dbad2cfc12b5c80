package dev.regatta.coordinator.scenario.helm;

import java.util.Optional;

/** The answer that a solution of MATH puts into its last box, as HELM cuts it out. */
final class BoxedAnswer {
  private static final String BOXED = "\\boxed{";

  private BoxedAnswer() {}

  /** What stands in the last {@code \boxed{}}; absent where there is none, or it is not closed. */
  static Optional<String> of(String solution) {
    return lastBox(solution)
        .filter(box -> box.startsWith(BOXED) && box.endsWith("}"))
        .map(box -> box.substring(BOXED.length(), box.length() - 1));
  }

  private static Optional<String> lastBox(String solution) {
    int start = solution.lastIndexOf("\\boxed");
    if (start < 0) {
      start = solution.lastIndexOf("\\fbox");
    }
    if (start < 0) {
      return Optional.empty();
    }
    int open = 0;
    for (int i = start; i < solution.length(); i++) {
      char c = solution.charAt(i);
      if (c == '{') {
        open++;
      } else if (c == '}' && --open == 0) {
        return Optional.of(solution.substring(start, i + 1));
      }
    }
    return Optional.empty();
  }
}

package dev.regatta.aggregator.metric;

import java.util.Optional;

/** Equivalence of answers in LaTeX, as HELM decides it for the MATH data set. */
final class MathMetrics {

  private MathMetrics() {}

  static double equivalent(String gold, String prediction) {
    return equal(gold, prediction) ? 1 : 0;
  }

  /** Compares the last boxed expressions of two solutions; two solutions without one are equal. */
  static double equivalentSolutions(String gold, String prediction) {
    Optional<String> expected = lastBoxed(gold).flatMap(MathMetrics::unbox);
    Optional<String> found = lastBoxed(prediction).flatMap(MathMetrics::unbox);
    if (expected.isEmpty() || found.isEmpty()) {
      return expected.isEmpty() && found.isEmpty() ? 1 : 0;
    }
    return equivalent(expected.get(), found.get());
  }

  private static boolean equal(String a, String b) {
    Optional<String> left = LatexAnswer.clean(a);
    Optional<String> right = LatexAnswer.clean(b);
    return left.isPresent() && right.isPresent() ? left.equals(right) : a.equals(b);
  }

  /** The last {@code \boxed} or {@code \fbox} up to the brace that closes it. */
  static Optional<String> lastBoxed(String text) {
    int start = text.lastIndexOf("\\boxed");
    if (start < 0) {
      start = text.lastIndexOf("\\fbox");
    }
    if (start < 0) {
      return Optional.empty();
    }
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return Optional.of(text.substring(start, i + 1));
      }
    }
    return Optional.empty();
  }

  /** HELM knows only {@code \boxed{...}} here: an {@code \fbox} has no content. */
  static Optional<String> unbox(String boxed) {
    String opening = "\\boxed{";
    return boxed.startsWith(opening) && boxed.endsWith("}")
        ? Optional.of(boxed.substring(opening.length(), boxed.length() - 1))
        : Optional.empty();
  }
}

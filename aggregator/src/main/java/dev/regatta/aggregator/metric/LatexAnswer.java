package dev.regatta.aggregator.metric;

import java.math.BigInteger;
import java.util.Optional;

/** The canonical spelling of a short LaTeX answer (HELM's rules for MATH, in its order). */
final class LatexAnswer {
  private static final String SQRT = "\\sqrt";
  private static final String FRAC = "\\frac";
  private static final String TEXT = "\\text{ ";

  private LatexAnswer() {}

  /** The cleaned answer; empty where the rules fail on it. */
  static Optional<String> clean(String answer) {
    String text =
        answer
            .replace("\n", "")
            .replace("\\!", "")
            .replace("\\\\", "\\")
            .replace("tfrac", "frac")
            .replace("dfrac", "frac")
            .replace("\\left", "")
            .replace("\\right", "")
            .replace("^{\\circ}", "")
            .replace("^\\circ", "")
            .replace("\\$", "");
    int unit = text.indexOf(TEXT);
    if (unit >= 0) {
      if (text.indexOf(TEXT, unit + TEXT.length()) >= 0) {
        return Optional.empty();
      }
      text = text.substring(0, unit);
    }
    text = text.replace("\\%", "").replace(" .", " 0.").replace("{.", "{0.");
    if (text.isEmpty()) {
      return Optional.of(text);
    }
    if (text.startsWith(".")) {
      text = "0" + text;
    }
    return braceRoots(rightHandSide(text))
        .map(rooted -> rooted.replace(" ", ""))
        .flatMap(LatexAnswer::braceFractions)
        .map(braced -> braced.equals("0.5") ? "\\frac{1}{2}" : braced)
        .map(LatexAnswer::slashFraction);
  }

  private static String rightHandSide(String text) {
    int equals = text.indexOf('=');
    boolean one = equals >= 0 && text.indexOf('=', equals + 1) < 0;
    return one && text.codePointCount(0, equals) <= 2 ? text.substring(equals + 1) : text;
  }

  /** {@code \sqrt3} to {@code \sqrt{3}}; fails on a root of nothing. */
  private static Optional<String> braceRoots(String text) {
    String[] parts = text.split("\\\\sqrt", -1);
    StringBuilder result = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      if (part.isEmpty()) {
        return Optional.empty();
      }
      if (part.charAt(0) == '{') {
        result.append(SQRT).append(part);
      } else {
        int end = part.offsetByCodePoints(0, 1);
        result
            .append(SQRT)
            .append('{')
            .append(part, 0, end)
            .append('}')
            .append(part.substring(end));
      }
    }
    return Optional.of(result.toString());
  }

  /**
   * {@code \frac12} to {@code \frac{1}{2}}; a fraction with a single bare argument ends the work
   * with the text as it was; a fraction of nothing fails.
   */
  private static Optional<String> braceFractions(String text) {
    String[] parts = text.split("\\\\frac", -1);
    StringBuilder result = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      result.append(FRAC);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      if (part.charAt(0) == '{') {
        result.append(part);
        continue;
      }
      int first = part.offsetByCodePoints(0, 1);
      if (first == part.length()) {
        return Optional.of(text);
      }
      int second = part.offsetByCodePoints(first, 1);
      result.append('{').append(part, 0, first).append('}');
      if (part.charAt(first) == '{') {
        result.append(part.substring(first));
      } else {
        result.append('{').append(part, first, second).append('}').append(part.substring(second));
      }
    }
    return Optional.of(result.toString());
  }

  /** {@code 3/4} to {@code \frac{3}{4}}, where both are integers spelled canonically. */
  private static String slashFraction(String text) {
    String[] sides = text.split("/", -1);
    if (sides.length != 2) {
      return text;
    }
    Optional<BigInteger> above = PythonNumbers.parseInt(sides[0]);
    Optional<BigInteger> below = PythonNumbers.parseInt(sides[1]);
    if (above.isEmpty() || below.isEmpty() || !text.equals(above.get() + "/" + below.get())) {
      return text;
    }
    return "\\frac{" + above.get() + "}{" + below.get() + "}";
  }
}

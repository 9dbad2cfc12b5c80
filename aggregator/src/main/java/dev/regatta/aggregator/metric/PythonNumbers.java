package dev.regatta.aggregator.metric;

import java.math.BigInteger;
import java.util.Optional;

/** Python's {@code int(text)}. */
final class PythonNumbers {

  private PythonNumbers() {}

  /**
   * The integer: white space around it, a sign, decimal digits of any script, and single
   * underscores between digits are allowed.
   */
  static Optional<BigInteger> parseInt(String text) {
    String stripped = PythonText.strip(text);
    StringBuilder ascii = new StringBuilder(stripped.length());
    int i = 0;
    if (!stripped.isEmpty() && (stripped.charAt(0) == '-' || stripped.charAt(0) == '+')) {
      ascii.append(stripped.charAt(0));
      i = 1;
    }
    boolean digitBefore = false;
    while (i < stripped.length()) {
      int codePoint = stripped.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint == '_' && digitBefore && i < stripped.length()) {
        digitBefore = false;
        continue;
      }
      if (Character.getType(codePoint) != Character.DECIMAL_DIGIT_NUMBER) {
        return Optional.empty();
      }
      ascii.append((char) ('0' + Character.digit(codePoint, 10)));
      digitBefore = true;
    }
    return digitBefore ? Optional.of(new BigInteger(ascii.toString())) : Optional.empty();
  }
}

package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.scenario.Decimals;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** How Python reads and prints the values of run entries. */
final class Python {
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+(_\\d+)*");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+(_\\d+)*)?");
  private static final int DIGITS_OF_INT = 9;

  private Python() {}

  /** An int where the text is one, else a float, else the text. */
  static Object value(String text) {
    String bare = text.strip();
    if (INTEGER.matcher(bare).matches()) {
      String digits = bare.replace("_", "");
      return digits.length() <= DIGITS_OF_INT
          ? (Object) Integer.valueOf(digits)
          : new BigInteger(digits);
    }
    return FLOAT.matcher(bare).matches() ? (Object) Double.valueOf(bare.replace("_", "")) : text;
  }

  /** {@code str(value)}. */
  static String text(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return value instanceof Double number ? Decimals.text(number) : value.toString();
  }
}

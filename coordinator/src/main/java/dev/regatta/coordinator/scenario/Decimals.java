package dev.regatta.coordinator.scenario;

import java.math.BigDecimal;
import java.util.Locale;

/** Decimal numbers as Python prints them, in which the answers of data sets are written. */
public final class Decimals {
  private static final double LEAST_WRITTEN_OUT = 1e-4;
  private static final double FIRST_WITH_EXPONENT = 1e16;

  private Decimals() {}

  /** {@code str(number)}: written out, but for very small and very large numbers. */
  public static String text(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(number);
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (number == 0 || size >= LEAST_WRITTEN_OUT && size < FIRST_WITH_EXPONENT) {
      String plain = shortest.setScale(Math.max(1, shortest.scale())).toPlainString();
      return Double.compare(number, -0.0) == 0 ? "-" + plain : plain;
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (number < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
  }
}

package dev.regatta.service.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time and sizes as people write them: a whole number and a unit. */
public final class Units {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,19}) ?([a-zA-Z]*)");

  /** Largest first, so that printing takes the largest that fits. */
  private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

  private static final Map<String, Long> BYTES = new LinkedHashMap<>();

  static {
    MILLIS.put("d", 86_400_000L);
    MILLIS.put("h", 3_600_000L);
    MILLIS.put("m", 60_000L);
    MILLIS.put("s", 1_000L);
    MILLIS.put("ms", 1L);
    BYTES.put("TiB", 1L << 40);
    BYTES.put("GiB", 1L << 30);
    BYTES.put("MiB", 1L << 20);
    BYTES.put("KiB", 1L << 10);
    BYTES.put("B", 1L);
  }

  private Units() {}

  /**
   * A length of time such as {@code 90s}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Duration duration(String text) {
    return Duration.ofMillis(parse(text, MILLIS));
  }

  /** Bytes; a number without a unit is bytes too. */
  static long size(String text) {
    return parse(text.matches("\\d+") ? text + "B" : text, BYTES);
  }

  static String print(Duration duration) {
    return print(duration.toMillis(), MILLIS, "s");
  }

  static String printSize(long bytes) {
    return print(bytes, BYTES, "B");
  }

  private static long parse(String text, Map<String, Long> units) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches() || !units.containsKey(quantity.group(2))) {
      throw new IllegalArgumentException();
    }
    try {
      return Math.multiplyExact(Long.parseLong(quantity.group(1)), units.get(quantity.group(2)));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String print(long amount, Map<String, Long> units, String unitOfZero) {
    if (amount == 0) {
      return "0" + unitOfZero;
    }
    return units.entrySet().stream()
        .filter(unit -> amount % unit.getValue() == 0)
        .findFirst()
        .map(unit -> amount / unit.getValue() + unit.getKey())
        .orElseThrow();
  }
}

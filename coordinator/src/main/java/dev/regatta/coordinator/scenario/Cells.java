package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.data.Row;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of a row by a path like {@code answer_info.ans0[1]}. */
final class Cells {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

  private Cells() {}

  /** The column that a path starts at. */
  static String column(String path, Map<String, Object> row) {
    if (row.containsKey(path)) {
      return path;
    }
    return path.replaceFirst("[.\\[].*$", "");
  }

  /**
   * The value, which may be null.
   *
   * @throws RegattaException USER with file and row where the row has no such value
   */
  static Object value(Map<String, Object> row, String path) {
    if (row.containsKey(path)) {
      return row.get(path);
    }
    Object value = row;
    Matcher steps = STEP.matcher(path);
    while (steps.find()) {
      value = step(value, steps.group(1), steps.group(2));
      if (value == MISSING) {
        throw missing(row, path);
      }
    }
    return value;
  }

  private static final Object MISSING = new Object();

  private static Object step(Object value, String name, String index) {
    if (name != null) {
      return value instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : MISSING;
    }
    int position = Integer.parseInt(index);
    return value instanceof List<?> list && position < list.size() ? list.get(position) : MISSING;
  }

  private static RegattaException missing(Map<String, Object> row, String path) {
    return RegattaException.user(
        Row.placeOf(row)
            + ": no column "
            + path
            + " (expected one of "
            + String.join(", ", row.keySet())
            + ")");
  }

  /** The value as a text; lists and maps as JSON. */
  static String text(Map<String, Object> row, String path) {
    Object value = value(row, path);
    if (value == null) {
      throw RegattaException.user(
          Row.placeOf(row) + ": column " + path + " is null (expected a value)");
    }
    return text(value);
  }

  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Double number) {
      return Decimals.text(number);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof List || value instanceof Map ? Json.text(value) : String.valueOf(value);
  }
}

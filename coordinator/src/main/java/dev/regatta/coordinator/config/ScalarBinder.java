package dev.regatta.coordinator.config;

import dev.regatta.protocol.Suggestion;
import java.util.Arrays;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Binds texts, numbers, booleans and enums, and checks their bounds. */
final class ScalarBinder {

  /** Hears of a wrong value. */
  interface Listener {
    void tell(Node node, String path, String what, String expected, String nearest);
  }

  private final Listener listener;

  ScalarBinder(Listener listener) {
    this.listener = listener;
  }

  /** The value, or null with the problem told. */
  Object bind(Node node, Class<?> type, String path, Key key) {
    Object value = node instanceof ScalarNode scalar ? value(scalar, type) : null;
    if (value == null || !inBounds(value, key)) {
      List<String> allowed = allowed(type, key);
      String given = node instanceof ScalarNode scalar ? scalar.getValue() : "";
      listener.tell(node, path, "found", expected(type, key), Suggestion.nearest(given, allowed));
      return null;
    }
    return value;
  }

  private static Object value(ScalarNode node, Class<?> type) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (type == String.class) {
      return text;
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> KeySpec.constant(constant).equals(text))
          .findFirst()
          .orElse(null);
    }
    if (type == Boolean.class || type == boolean.class) {
      return tag.equals(Tag.BOOL) ? Boolean.valueOf(text) : null;
    }
    if (type == Double.class || type == double.class) {
      return tag.equals(Tag.FLOAT) || tag.equals(Tag.INT) ? Double.valueOf(text) : null;
    }
    return tag.equals(Tag.INT) ? whole(text, type) : null;
  }

  private static Object whole(String text, Class<?> type) {
    try {
      if (type == Long.class || type == long.class) {
        return Long.valueOf(text);
      }
      return Integer.valueOf(text);
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  private static boolean inBounds(Object value, Key key) {
    if (key == null) {
      return true;
    }
    if (value instanceof Number number) {
      return number.doubleValue() >= key.min() && number.doubleValue() <= key.max();
    }
    return key.oneOf().length == 0 || List.of(key.oneOf()).contains(value.toString());
  }

  private static List<String> allowed(Class<?> type, Key key) {
    if (type.isEnum()) {
      return KeySpec.constants(type);
    }
    return key == null ? List.of() : List.of(key.oneOf());
  }

  private static String expected(Class<?> type, Key key) {
    List<String> allowed = allowed(type, key);
    if (!allowed.isEmpty()) {
      return "one of " + String.join(", ", allowed);
    }
    if (type == String.class) {
      return "a text";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    boolean decimal = type == Double.class || type == double.class;
    return (decimal ? "a number" : "a whole number") + bounds(key);
  }

  /** For instance {@code from 0 to 1}, {@code of at least 1}; empty where there are none. */
  static String bounds(Key key) {
    if (key == null || (Double.isInfinite(key.min()) && Double.isInfinite(key.max()))) {
      return "";
    }
    if (Double.isInfinite(key.max())) {
      return " of at least " + number(key.min());
    }
    return Double.isInfinite(key.min())
        ? " of at most " + number(key.max())
        : " from " + number(key.min()) + " to " + number(key.max());
  }

  static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}

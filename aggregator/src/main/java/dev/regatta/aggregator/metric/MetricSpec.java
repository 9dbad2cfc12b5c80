package dev.regatta.aggregator.metric;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric with its arguments, written as HELM names its metrics: {@code
 * bias_metric:mode=representation,demographic_category=race}. Items of a list are separated by
 * {@code |}; the characters with a meaning are written as {@code %2C} and so on inside values.
 *
 * @param args in the order in which they are written
 */
record MetricSpec(String name, Map<String, String> args) {
  private static final String SPECIAL = "%,=|:";
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-F]{2})");

  MetricSpec {
    args = new LinkedHashMap<>(args);
  }

  /** Reads the notation; a USER error where an argument has no value. */
  static MetricSpec parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new MetricSpec(text, Map.of());
    }
    Map<String, String> args = new LinkedHashMap<>();
    for (String arg : text.substring(colon + 1).split(",", -1)) {
      int equals = arg.indexOf('=');
      if (equals < 1) {
        throw RegattaException.user(
            "metrics: '" + text + "': expected key=value, found '" + arg + "'");
      }
      args.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    return new MetricSpec(text.substring(0, colon), args);
  }

  /** The notation of the same metric with another argument; nothing changes where it is null. */
  MetricSpec with(String key, Object value) {
    if (value == null) {
      return this;
    }
    MetricSpec more = new MetricSpec(name, args);
    if (value instanceof Collection<?> items) {
      StringJoiner joined = new StringJoiner("|");
      items.forEach(item -> joined.add(escape(String.valueOf(item))));
      more.args.put(key, joined.toString());
    } else {
      more.args.put(key, escape(String.valueOf(value)));
    }
    return more;
  }

  /** The value of an argument; {@code otherwise} where it is not given. */
  String text(String key, String otherwise) {
    String value = args.get(key);
    return value == null ? otherwise : unescape(value);
  }

  List<String> list(String key, List<String> otherwise) {
    String value = args.get(key);
    if (value == null) {
      return otherwise;
    }
    return Arrays.stream(value.split("\\|", -1)).map(MetricSpec::unescape).toList();
  }

  /** A whole number; {@code otherwise} where it is not given. */
  int number(String key, int otherwise) {
    String value = args.get(key);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw RegattaException.user(
          "metrics: " + this + ": " + key + " = '" + value + "': expected a whole number");
    }
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(args.getOrDefault(key, "false"));
  }

  /** A USER error where an argument has another name than these. */
  MetricSpec only(String... known) {
    for (String key : args.keySet()) {
      if (!List.of(known).contains(key)) {
        throw RegattaException.user(
            "metrics: "
                + name
                + ": unknown argument '"
                + key
                + "'"
                + Suggestion.among(key, List.of(known)));
      }
    }
    return this;
  }

  @Override
  public String toString() {
    if (args.isEmpty()) {
      return name;
    }
    StringJoiner joined = new StringJoiner(",", name + ':', "");
    args.forEach((key, value) -> joined.add(key + '=' + value));
    return joined.toString();
  }

  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder();
    for (char c : value.toCharArray()) {
      if (SPECIAL.indexOf(c) >= 0) {
        escaped.append('%').append("%02X".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String unescape(String value) {
    return ESCAPE
        .matcher(value)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
  }
}

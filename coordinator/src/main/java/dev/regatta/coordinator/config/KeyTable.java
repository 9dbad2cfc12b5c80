package dev.regatta.coordinator.config;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a record as a Markdown table. */
public final class KeyTable {
  private KeyTable() {}

  /** Head and one row per key; keys of flat components included, each line ended. */
  public static String of(Class<?> type) {
    StringBuilder table =
        new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (KeySpec spec : KeySpec.components(type)) {
      if (spec.flat()) {
        table.append("| ... | | | and every setting of the adapter |\n");
      } else if (spec.rest()) {
        table.append("| ... | | | and further keys as arguments |\n");
      } else {
        table.append(row(spec));
      }
    }
    return table.toString();
  }

  private static String row(KeySpec spec) {
    Key key = spec.key();
    String byDefault = key == null || key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`";
    String meaning = key == null ? "" : key.value().replace("|", "\\|");
    return String.format(
            "| `%s` | %s | %s | %s |%n",
            spec.name(), value(spec.type(), key), spec.required() ? "required" : byDefault, meaning)
        .replace(System.lineSeparator(), "\n");
  }

  private static String value(Type type, Key key) {
    Class<?> raw = KeySpec.raw(type);
    if (raw == Optional.class) {
      return value(KeySpec.argument(type), key);
    }
    if (raw == List.class) {
      return "list of " + value(KeySpec.argument(type), key);
    }
    if (raw == Map.class) {
      return "mapping";
    }
    if (raw.isRecord()) {
      return "[" + words(raw) + "](#" + words(raw).replace(' ', '-') + ")";
    }
    return raw == Object.class ? "any value" : scalar(raw, key);
  }

  private static String words(Class<?> type) {
    return KeySpec.snake(type.getSimpleName()).replace('_', ' ');
  }

  private static String scalar(Class<?> raw, Key key) {
    List<String> allowed = raw.isEnum() ? KeySpec.constants(raw) : List.of();
    if (key != null && key.oneOf().length > 0) {
      allowed = List.of(key.oneOf());
    }
    if (!allowed.isEmpty()) {
      return "`" + String.join("`, `", allowed) + "`";
    }
    if (raw == String.class) {
      return "text";
    }
    if (raw == Boolean.class || raw == boolean.class) {
      return "true or false";
    }
    boolean decimal = raw == Double.class || raw == double.class;
    return (decimal ? "number" : "whole number") + ScalarBinder.bounds(key);
  }
}

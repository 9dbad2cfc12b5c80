package dev.regatta.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the text of a setting becomes a value.
 *
 * @param expected what is permitted, for messages and documentation; empty for any text
 * @param parse throws {@link IllegalArgumentException} for what is not permitted
 * @param print the text that would give the value
 * @param separator of the names of a map; a blank elsewhere
 */
record ValueType<T>(
    String expected, Function<String, T> parse, Function<T, String> print, char separator) {

  static final ValueType<String> TEXT = new ValueType<>("text", ValueType::filled, text -> text);
  static final ValueType<Path> PATH =
      new ValueType<>("path", text -> Path.of(filled(text)), Path::toString);
  static final ValueType<Boolean> BOOL =
      new ValueType<>("true or false", ValueType::bool, String::valueOf);
  static final ValueType<Secret> SECRET =
      new ValueType<>("secret", text -> new Secret(filled(text)), Secret::toString);

  ValueType(String expected, Function<String, T> parse, Function<T, String> print) {
    this(expected, parse, print, ' ');
  }

  static ValueType<String> choice(List<String> choices) {
    return new ValueType<>(String.join(", ", choices), text -> oneOf(text, choices), text -> text);
  }

  static ValueType<Integer> integer(int min, int max) {
    return new ValueType<>(
        "whole number, " + min + " to " + max,
        text -> bounded(Integer.valueOf(text), min, max),
        String::valueOf);
  }

  static ValueType<Duration> duration(Duration min, Duration max) {
    return new ValueType<>(
        "time, " + Units.print(min) + " to " + Units.print(max),
        text -> bounded(Units.duration(text), min, max),
        Units::print);
  }

  static ValueType<Long> size(long min, long max) {
    return new ValueType<>(
        "size, "
            + (max == Long.MAX_VALUE
                ? "at least " + Units.printSize(min)
                : Units.printSize(min) + " to " + Units.printSize(max)),
        text -> bounded(Units.size(text), min, max),
        Units::printSize);
  }

  /** Put together from names and values; never parsed from one text. */
  static ValueType<Map<String, String>> map(char separator) {
    return new ValueType<>(
        "NAME=VALUE, any number of times",
        text -> {
          throw new IllegalArgumentException();
        },
        String::valueOf,
        separator);
  }

  ValueType<Optional<T>> optional() {
    return new ValueType<>(
        expected, parse.andThen(Optional::of), value -> value.map(print).orElse(""), separator);
  }

  String print(T value) {
    return print.apply(value);
  }

  private static String filled(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Boolean bool(String text) {
    return Boolean.valueOf(oneOf(text, List.of("true", "false")));
  }

  private static String oneOf(String text, List<String> choices) {
    if (!choices.contains(text)) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static <C extends Comparable<C>> C bounded(C value, C min, C max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException();
    }
    return value;
  }
}

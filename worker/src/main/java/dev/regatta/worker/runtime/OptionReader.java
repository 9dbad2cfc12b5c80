package dev.regatta.worker.runtime;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the options of an engine by name. What is wrong with them is collected and told at once by
 * {@link #throwProblems}; a wrong value is empty until then.
 */
public final class OptionReader {
  private final String engine;
  private final Map<String, String> options;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param engine its name, for messages
   * @param known every key that it has
   */
  public OptionReader(String engine, Map<String, String> options, Collection<String> known) {
    this.engine = engine;
    this.options = Map.copyOf(options);
    for (String key : new TreeSet<>(options.keySet())) {
      if (!known.contains(key)) {
        problems.add("unknown option '" + key + "'" + Suggestion.among(key, known));
      }
    }
  }

  public Optional<String> text(String key) {
    return read(key, text -> text.isEmpty() ? Optional.empty() : Optional.of(text), "a text");
  }

  public boolean flag(String key, boolean fallback) {
    return read(
            key,
            text ->
                text.equals("true") || text.equals("false")
                    ? Optional.of(Boolean.valueOf(text))
                    : Optional.empty(),
            "true or false")
        .orElse(fallback);
  }

  /** A whole number. */
  public OptionalLong whole(String key, long min, long max) {
    return read(
            key,
            text -> {
              long value = Long.parseLong(text.strip());
              return value >= min && value <= max ? Optional.of(value) : Optional.empty();
            },
            "a whole number from %d to %d".formatted(min, max))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** A whole number. */
  public OptionalInt count(String key, int min, int max) {
    OptionalLong value = whole(key, min, max);
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  /** Any number. */
  public OptionalDouble number(String key, double min, double max) {
    return read(
            key,
            text -> {
              double value = Double.parseDouble(text);
              return value >= min && value <= max ? Optional.of(value) : Optional.empty();
            },
            "a number from %s to %s".formatted(min, max))
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  /**
   * A value of any other kind.
   *
   * @param parse empty where the text is none; may throw a {@link RuntimeException} for it too
   * @param expected for the message, after "expected: "
   */
  public <T> Optional<T> read(String key, Function<String, Optional<T>> parse, String expected) {
    String text = options.get(key);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = parsed(text, parse);
    if (value.isEmpty()) {
      problem(key + ": " + text + " (expected: " + expected + ")");
    }
    return value;
  }

  private static <T> Optional<T> parsed(String text, Function<String, Optional<T>> parse) {
    try {
      return parse.apply(text);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Notes what is wrong beyond the text of one option. */
  public void problem(String text) {
    problems.add(text);
  }

  /**
   * @throws RegattaException USER, one message with every problem, where there are any
   */
  public void throwProblems() {
    if (!problems.isEmpty()) {
      throw RegattaException.user(engine + " runtime: " + String.join("; ", problems));
    }
  }
}

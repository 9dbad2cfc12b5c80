package dev.regatta.coordinator.perturb;

import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the arguments of a perturbation; errors name the argument and its value. */
final class Arguments {
  private final String perturbation;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  Arguments(String perturbation, ObjectSpec spec) {
    this.perturbation = perturbation;
    this.values.putAll(spec.args());
    this.values.values().removeIf(value -> value == null);
  }

  double probability(String name) {
    return probability(name, Optional.empty());
  }

  double probability(String name, Optional<Double> absent) {
    String expected = "a number from 0 to 1";
    Number value =
        find(name, Number.class, expected)
            .or(() -> absent)
            .orElseThrow(() -> missing(name, expected));
    if (!(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
      throw wrong(name, value, expected);
    }
    return value.doubleValue();
  }

  int positive(String name) {
    return optionalPositive(name).orElseThrow(() -> missing(name, "a whole number, at least 1"));
  }

  Optional<Integer> optionalPositive(String name) {
    String expected = "a whole number, at least 1";
    Optional<Integer> value = find(name, Integer.class, expected);
    if (value.isPresent() && value.get() < 1) {
      throw wrong(name, value.get(), expected);
    }
    return value;
  }

  String text(String name, String expected) {
    return find(name, String.class, expected).orElseThrow(() -> missing(name, expected));
  }

  Optional<String> optionalText(String name) {
    return find(name, String.class, "a text");
  }

  boolean flag(String name, boolean absent) {
    return find(name, Boolean.class, "true or false").orElse(absent);
  }

  /** Groups of people by categories. */
  Map<String, String> classes(String name) {
    String expected = "categories and values such as {race: white_american}";
    Map<?, ?> given = find(name, Map.class, expected).orElseThrow(() -> missing(name, expected));
    Map<String, String> classes = new LinkedHashMap<>();
    given.forEach(
        (category, value) ->
            classes.put(
                PythonText.lower(String.valueOf(category)),
                PythonText.lower(String.valueOf(value))));
    return classes;
  }

  /** Any other shape, as Jackson reads it. */
  <T> Optional<T> find(String name, Class<T> type, String expected) {
    known.add(name);
    Object value = values.get(name);
    if (value != null && !type.isInstance(value)) {
      throw wrong(name, value, expected);
    }
    return Optional.ofNullable(type.cast(value));
  }

  /** Refuses what nobody asked for. Called when all arguments are read. */
  void requireAllKnown() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw RegattaException.user(
            "Perturbation "
                + perturbation
                + " has no argument "
                + name
                + Suggestion.among(name, known));
      }
    }
  }

  RegattaException missing(String name, String expected) {
    return RegattaException.user(
        "Perturbation " + perturbation + " needs " + name + " (expected: " + expected + ")");
  }

  RegattaException wrong(String name, Object value, String expected) {
    return RegattaException.user(
        "Perturbation "
            + perturbation
            + ": "
            + name
            + ": "
            + value
            + " (expected: "
            + expected
            + ")");
  }
}

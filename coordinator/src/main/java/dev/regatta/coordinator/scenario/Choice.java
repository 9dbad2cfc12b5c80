package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.data.Row;
import dev.regatta.coordinator.scenario.ScenarioDefinition.Correct;
import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the texts of a row's correct options. */
final class Choice {
  private final Correct correct;
  private final String column;

  /**
   * @param column of {@code correct}
   */
  Choice(Correct correct, String column) {
    this.correct = correct;
    this.column = column;
  }

  /** The correct texts; those of the column itself where there are no options. */
  List<String> texts(Map<String, Object> row, List<String> options) {
    Object value = Cells.value(row, column);
    if (value instanceof List<?> list) {
      return list.stream().map(item -> one(row, item, options)).toList();
    }
    return List.of(one(row, value, options));
  }

  private String one(Map<String, Object> row, Object value, List<String> options) {
    if (value == null) {
      throw refused(row, "null", "a value that tells the correct answer");
    }
    String text = Cells.text(value);
    if (!correct.labels().isEmpty()) {
      String label = correct.labels().get(text);
      if (label == null) {
        throw refused(row, text, "one of " + String.join(", ", correct.labels().keySet()));
      }
      return label;
    }
    return options.isEmpty() ? text : option(row, value, text, options);
  }

  private String option(Map<String, Object> row, Object value, String text, List<String> options) {
    return switch (correct.as()) {
      case TEXT ->
          Optional.of(text)
              .filter(options::contains)
              .orElseThrow(() -> refused(row, text, "the text of an option"));
      case LETTER ->
          letter(text, options)
              .orElseThrow(() -> refused(row, text, "a letter " + letters(options)));
      case INDEX ->
          at(text, 0, options)
              .orElseThrow(() -> refused(row, text, "an index " + range(0, options)));
      case NUMBER ->
          at(text, 1, options)
              .orElseThrow(() -> refused(row, text, "a number " + range(1, options)));
      case AUTO -> found(row, value, text, options);
    };
  }

  /** A number of JSON is an index; a text may be an option, a letter or an index, but not two. */
  private String found(Map<String, Object> row, Object value, String text, List<String> options) {
    TreeSet<String> readings = new TreeSet<>();
    at(text, 0, options).ifPresent(readings::add);
    if (value instanceof String) {
      letter(text, options).ifPresent(readings::add);
      if (options.contains(text)) {
        readings.add(text);
      }
    }
    if (readings.size() > 1) {
      throw refused(row, text, "a clear answer: say correct.as (text, letter, index or number)");
    }
    if (readings.isEmpty()) {
      throw refused(row, text, "the text of an option, a letter or an index from 0");
    }
    return readings.first();
  }

  private static Optional<String> letter(String text, List<String> options) {
    if (!text.strip().matches("[A-Za-z]")) {
      return Optional.empty();
    }
    int index = Character.toUpperCase(text.strip().charAt(0)) - 'A';
    return index < options.size() ? Optional.ofNullable(options.get(index)) : Optional.empty();
  }

  private static Optional<String> at(String text, int first, List<String> options) {
    if (!text.strip().matches("\\d{1,9}")) {
      return Optional.empty();
    }
    int index = Integer.parseInt(text.strip()) - first;
    return index >= 0 && index < options.size()
        ? Optional.ofNullable(options.get(index))
        : Optional.empty();
  }

  private static String letters(List<String> options) {
    return "from A to " + (char) ('A' + options.size() - 1) + present(options);
  }

  private static String range(int first, List<String> options) {
    return "from " + first + " to " + (first + options.size() - 1) + present(options);
  }

  private static String present(List<String> options) {
    return options.contains(null) ? ", of an option that is not null" : "";
  }

  private RegattaException refused(Map<String, Object> row, String found, String expected) {
    return RegattaException.user(
        Row.placeOf(row) + ": column " + column + " is " + found + " (expected " + expected + ")");
  }
}

package dev.regatta.coordinator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with {@code {column}} or {@code {column | filter}} in it; a text without braces is the path
 * of one column. {@code {{} stands for a brace.
 */
final class Template {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{|\\{\\s*([^{}|]+?)\\s*(?:\\|\\s*(\\w+)\\s*)?}");

  /** What may stand behind the bar. */
  private static final Map<String, UnaryOperator<String>> FILTERS =
      Map.of(
          "capitalize", Template::capitalized,
          "lower", text -> text.toLowerCase(Locale.ROOT),
          "upper", text -> text.toUpperCase(Locale.ROOT),
          "strip", String::strip,
          "words", text -> text.replace('_', ' '));

  private final String text;
  private final List<Part> parts;

  /**
   * A piece of the text.
   *
   * @param literal text, or the path of a column
   * @param column whether it is a path
   * @param filter null for none, and for literal text
   */
  private record Part(String literal, boolean column, String filter) {
    String render(Map<String, Object> row) {
      return column ? filtered(Cells.text(row, literal), filter) : literal;
    }
  }

  Template(String text) {
    this.text = text;
    this.parts = parts(text);
  }

  /** Cut up once: a template is rendered for every row of a data set. */
  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    while (matcher.find()) {
      parts.add(new Part(text.substring(end, matcher.start()), false, null));
      boolean brace = matcher.group(1) == null;
      parts.add(
          brace ? new Part("{", false, null) : new Part(matcher.group(1), true, matcher.group(2)));
      end = matcher.end();
    }
    parts.add(new Part(text.substring(end), false, null));
    return List.copyOf(parts);
  }

  /** The path, where the template is nothing but one column. */
  Optional<String> column() {
    return text.contains("{") ? Optional.empty() : Optional.of(text);
  }

  /** Paths of the columns that are used. */
  List<String> paths() {
    return column().isPresent()
        ? List.of(text)
        : parts.stream().filter(Part::column).map(Part::literal).toList();
  }

  /** Names of filters that there are not. */
  List<String> unknownFilters() {
    return parts.stream()
        .map(Part::filter)
        .filter(filter -> filter != null && !FILTERS.containsKey(filter))
        .toList();
  }

  static List<String> filters() {
    return FILTERS.keySet().stream().sorted().toList();
  }

  String render(Map<String, Object> row) {
    if (column().isPresent()) {
      return Cells.text(row, text);
    }
    StringBuilder rendered = new StringBuilder();
    for (Part part : parts) {
      rendered.append(part.render(row));
    }
    return rendered.toString();
  }

  /** Fills in the arguments of a scenario; other braces are left as they are. */
  static String fill(String text, Map<String, Object> arguments) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match -> {
              Object value = match.group(1) == null ? null : arguments.get(match.group(1));
              String filled =
                  value == null ? match.group() : filtered(Cells.text(value), match.group(2));
              return Matcher.quoteReplacement(filled);
            });
  }

  private static String filtered(String value, String filter) {
    return filter == null ? value : FILTERS.getOrDefault(filter, text -> text).apply(value);
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}

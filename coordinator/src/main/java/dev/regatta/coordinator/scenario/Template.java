package dev.regatta.coordinator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
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

  Template(String text) {
    this.text = text;
  }

  /** The path, where the template is nothing but one column. */
  Optional<String> column() {
    return text.contains("{") ? Optional.empty() : Optional.of(text);
  }

  /** Paths of the columns that are used. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    column().ifPresent(paths::add);
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        paths.add(matcher.group(1));
      }
    }
    return paths;
  }

  /** Names of filters that there are not. */
  List<String> unknownFilters() {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(match -> match.group(2))
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
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(rendered(match, row)));
  }

  private static String rendered(MatchResult match, Map<String, Object> row) {
    if (match.group(1) == null) {
      return "{";
    }
    return filtered(Cells.text(row, match.group(1)), match.group(2));
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

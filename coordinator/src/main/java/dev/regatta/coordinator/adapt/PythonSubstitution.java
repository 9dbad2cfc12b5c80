package dev.regatta.coordinator.adapt;

import dev.regatta.protocol.AdapterSpec.Substitution;
import dev.regatta.protocol.PythonPattern;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code re.sub} with a pattern and a template in Python's syntax. */
final class PythonSubstitution {
  /** An escape of a template: {@code \g<name>}, {@code \12}, {@code \n} or an escaped character. */
  private static final Pattern TEMPLATE_ESCAPE =
      Pattern.compile("\\\\(?:g<(\\w+)>|(\\d{1,2})|(.))", Pattern.DOTALL);

  private final Pattern pattern;
  private final List<Function<Matcher, String>> template;

  private PythonSubstitution(Pattern pattern, List<Function<Matcher, String>> template) {
    this.pattern = pattern;
    this.template = template;
  }

  /** Refuses (user) a pattern that is none and a template that names groups it does not have. */
  static PythonSubstitution of(Substitution substitution) {
    Pattern pattern = PythonPattern.compile("substitutions: source", substitution.source());
    return new PythonSubstitution(pattern, parse(substitution.target(), pattern));
  }

  String apply(String text) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      result.append(text, end, matcher.start());
      template.forEach(part -> result.append(part.apply(matcher)));
      end = matcher.end();
    }
    return result.append(text, end, text.length()).toString();
  }

  private static List<Function<Matcher, String>> parse(String target, Pattern pattern) {
    List<Function<Matcher, String>> parts = new ArrayList<>();
    Matcher escape = TEMPLATE_ESCAPE.matcher(target);
    int end = 0;
    while (escape.find()) {
      String literal = target.substring(end, escape.start());
      parts.add(match -> literal);
      String group = escape.group(1) == null ? escape.group(2) : escape.group(1);
      parts.add(group == null ? character(escape.group(3)) : group(group, pattern, target));
      end = escape.end();
    }
    String rest = target.substring(end);
    parts.add(match -> rest);
    return List.copyOf(parts);
  }

  private static Function<Matcher, String> character(String escaped) {
    String literal =
        switch (escaped) {
          case "n" -> "\n";
          case "t" -> "\t";
          case "r" -> "\r";
          default -> escaped;
        };
    return match -> literal;
  }

  private static Function<Matcher, String> group(String group, Pattern pattern, String target) {
    if (Character.isDigit(group.charAt(0))) {
      int number = Integer.parseInt(group);
      if (number <= pattern.matcher("").groupCount()) {
        return match -> Objects.requireNonNullElse(match.group(number), "");
      }
    } else if (pattern.pattern().contains("(?<" + group + ">")) {
      return match -> Objects.requireNonNullElse(match.group(group), "");
    }
    throw RegattaException.user(
        "substitutions: target \""
            + target
            + "\" refers to group "
            + group
            + " (expected: a group of \""
            + pattern.pattern()
            + "\")");
  }
}

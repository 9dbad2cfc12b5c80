package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.scenario.helm.HelmFolders;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The arguments of one run spec function; what it does not ask for is an error. */
final class RunArguments {
  private final String function;
  private final Map<String, Object> values;
  private final HelmFolders data;
  private final Set<String> known = new TreeSet<>();

  /**
   * @param data for functions that look at a task before they can say how it is asked
   */
  RunArguments(String function, Map<String, Object> values, HelmFolders data) {
    this.function = function;
    this.values = values;
    this.data = data;
  }

  HelmFolders data() {
    return data;
  }

  /** The value as it was written; an argument that must be given. */
  Object value(String name) {
    Object value = value(name, null);
    if (value == null) {
      throw RegattaException.user(
          function + ": no argument " + name + " (expected: " + function + ":" + name + "=...)");
    }
    return value;
  }

  Object value(String name, Object missing) {
    known.add(name);
    return values.getOrDefault(name, missing);
  }

  String text(String name) {
    return Python.text(value(name));
  }

  String text(String name, String missing) {
    return Python.text(value(name, missing));
  }

  String oneOf(String name, List<String> allowed) {
    String value = text(name);
    if (!allowed.contains(value)) {
      throw RegattaException.user(
          function + ": " + name + ": " + value + Suggestion.among(value, allowed));
    }
    return value;
  }

  int integer(String name) {
    return integer(name, value(name));
  }

  int integer(String name, int missing) {
    return integer(name, value(name, missing));
  }

  private int integer(String name, Object value) {
    if (value instanceof Integer number) {
      return number;
    }
    throw RegattaException.user(
        function + ": " + name + ": " + value + " (expected: a whole number)");
  }

  /** A number, whole ones as Integer. */
  Number number(String name, Number missing) {
    Object value = value(name, missing);
    if (value instanceof Number number) {
      return number;
    }
    throw RegattaException.user(function + ": " + name + ": " + value + " (expected: a number)");
  }

  /** Whether the text is {@code true} in any case; HELM takes all others for false. */
  boolean flag(String name, boolean missing) {
    return text(name, Boolean.toString(missing)).toLowerCase(Locale.ROOT).equals("true");
  }

  /**
   * Refuses arguments that nobody asked for.
   *
   * @param expanders that may stand among the arguments
   */
  void finish(Set<String> expanders) {
    Set<String> all = new TreeSet<>(known);
    all.addAll(expanders);
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw RegattaException.user(
            function + ": unknown argument or run expander " + name + Suggestion.among(name, all));
      }
    }
  }
}

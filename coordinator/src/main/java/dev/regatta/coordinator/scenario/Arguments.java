package dev.regatta.coordinator.scenario;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Arguments by name, each asked for once; what nobody asked for is an error. */
final class Arguments {
  private final String owner;
  private final Map<String, Object> values;
  private final Set<String> known = new TreeSet<>();

  Arguments(String owner, Map<String, Object> values) {
    this.owner = owner;
    this.values = values;
  }

  String oneOf(String name, List<String> allowed) {
    Object value = value(name);
    if (value == null || !allowed.contains(value.toString())) {
      throw invalid(name, value, "one of " + allowed);
    }
    return value.toString();
  }

  int integer(String name, int missing, int low, int high) {
    Object value = value(name);
    return value == null ? missing : parse(name, value, low, high);
  }

  int integer(String name, int low, int high) {
    return parse(name, value(name), low, high);
  }

  private int parse(String name, Object value, int low, int high) {
    try {
      int number = Integer.parseInt(String.valueOf(value));
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below with the bounds.
    }
    String bounds = high == Integer.MAX_VALUE ? "" : " to " + high;
    throw invalid(name, value, "an integer from " + low + bounds);
  }

  private Object value(String name) {
    known.add(name);
    return values.get(name);
  }

  void finish() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw RegattaException.user(
            "Unknown argument " + name + " of " + owner + Suggestion.among(name, known));
      }
    }
  }

  private RegattaException invalid(String name, Object value, String expected) {
    String problem = value == null ? "Missing argument " + name : "Invalid " + name + ": " + value;
    return RegattaException.user(problem + " of " + owner + " (expected " + expected + ")");
  }
}

package dev.regatta.coordinator.scenario;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Arguments by name, each asked for once; what nobody asked for is an error. */
public final class Arguments {
  private final String owner;
  private final Map<String, Object> values;
  private final Set<String> known = new TreeSet<>();

  /**
   * @param owner what messages call it whose arguments these are
   */
  public Arguments(String owner, Map<String, Object> values) {
    this.owner = owner;
    this.values = values;
  }

  /** All of them, for another reader, who checks them. */
  public Map<String, Object> all() {
    known.addAll(values.keySet());
    return values;
  }

  /** A text that must be given. */
  public String text(String name) {
    Object value = value(name);
    if (value == null) {
      throw invalid(name, null, "a text");
    }
    return value.toString();
  }

  public String text(String name, String missing) {
    Object value = value(name);
    return value == null ? missing : value.toString();
  }

  public Optional<Integer> optionalInteger(String name, int low, int high) {
    Object value = value(name);
    return value == null ? Optional.empty() : Optional.of(parse(name, value, low, high));
  }

  /** What Python takes for true: of texts every one that is not empty. */
  public boolean truth(String name) {
    Object value = value(name);
    return value instanceof Number number
        ? number.doubleValue() != 0
        : value != null && !value.equals(false) && !value.equals("");
  }

  public String oneOf(String name, List<String> allowed) {
    Object value = value(name);
    if (value == null || !allowed.contains(value.toString())) {
      throw invalid(name, value, "one of " + allowed);
    }
    return value.toString();
  }

  public int integer(String name, int missing, int low, int high) {
    Object value = value(name);
    return value == null ? missing : parse(name, value, low, high);
  }

  public int integer(String name, int low, int high) {
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

  /** Refuses arguments that nobody asked for. */
  public void finish() {
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

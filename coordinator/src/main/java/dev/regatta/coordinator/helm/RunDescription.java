package dev.regatta.coordinator.helm;

import dev.regatta.protocol.RegattaException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The description of a run entry, {@code name:arg=value,arg=value}: the name of a run spec function
 * with its arguments and those of run expanders, in the order written.
 *
 * @param args Integer, BigInteger, Double or String
 */
record RunDescription(String name, Map<String, Object> args) {

  /**
   * Splits at the first colon, then at every comma, then at the first equals sign; there is no way
   * to write a value with a comma.
   */
  static RunDescription parse(String description) {
    int colon = description.indexOf(':');
    Map<String, Object> args = new LinkedHashMap<>();
    if (colon < 0) {
      return new RunDescription(description, args);
    }
    for (String argument : description.substring(colon + 1).split(",", -1)) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw RegattaException.user(
            description + ": argument: " + argument + " (expected: name=value)");
      }
      args.put(argument.substring(0, equals), Python.value(argument.substring(equals + 1)));
    }
    return new RunDescription(description.substring(0, colon), args);
  }
}

package dev.regatta.service.settings;

import dev.regatta.protocol.RegattaException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be configured of a service. A value is taken from the command line ({@code --key value},
 * {@code --key=value}), else from the environment ({@code REGATTA_SERVICE_KEY}), else from the YAML
 * or properties file that {@code --config} names, else it is the default.
 *
 * @param service name of the command, for instance {@code worker}
 * @param description what the service does, a sentence
 * @param rules what settings must fulfil beyond their own bounds
 */
public record Configuration(
    String service, String description, List<Setting<?>> settings, List<Rule> rules) {

  static final String CONFIG = "config";

  public Configuration {
    settings = List.copyOf(settings);
    rules = List.copyOf(rules);
    Set<String> keys = new HashSet<>();
    for (Setting<?> setting : settings) {
      if (!keys.add(setting.key()) || setting.key().equals(CONFIG)) {
        throw new IllegalArgumentException("Two settings " + setting.key() + " of " + service);
      }
    }
  }

  /** One without rules. */
  public Configuration(String service, String description, List<Setting<?>> settings) {
    this(service, description, settings, List.of());
  }

  /**
   * Reads all settings.
   *
   * @throws RegattaException USER, one message with every problem: unknown keys, wrong values,
   *     missing ones, broken rules
   */
  public Settings read(List<String> arguments, Map<String, String> environment) {
    return new SettingsReader(this).read(arguments, environment);
  }

  /** What {@code --help} prints: every key with default, bounds and meaning. */
  public String help() {
    return SettingsDoc.help(this);
  }

  /** The variable of the environment that gives a key. */
  String variable(String key) {
    return prefix() + variablePart(key);
  }

  String prefix() {
    return "REGATTA_" + variablePart(service) + "_";
  }

  static String variablePart(String key) {
    return key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_");
  }
}

package dev.regatta.coordinator.helm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads HELM's run-entry files: HOCON with a list {@code entries}. */
final class RunEntryFile {
  private static final String ENTRIES = "entries";
  private static final String DESCRIPTION = "description";
  private static final String PRIORITY = "priority";
  private static final String GROUPS = "groups";
  private static final List<String> KEYS = List.of(DESCRIPTION, PRIORITY, GROUPS);

  private RunEntryFile() {}

  /**
   * @throws RegattaException USER where there is no such file, where it is no HOCON, or for an
   *     entry without a description; the message names the file and the line
   */
  static List<RunEntry> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw RegattaException.user("No such file " + file + " (expected: a run-entry file)");
    }
    try {
      Config config = ConfigFactory.parseFile(file.toFile()).resolve();
      if (!config.hasPath(ENTRIES)) {
        throw RegattaException.user(file + ": no key entries (expected: entries: [...])");
      }
      List<RunEntry> entries = new ArrayList<>();
      for (ConfigValue value : config.getList(ENTRIES)) {
        entries.add(entry(file, value));
      }
      return entries;
    } catch (ConfigException e) {
      throw RegattaException.user(file + ": " + e.getMessage());
    }
  }

  private static RunEntry entry(Path file, ConfigValue value) {
    String place = file + ":" + value.origin().lineNumber() + ": ";
    if (value.valueType() != ConfigValueType.OBJECT) {
      throw RegattaException.user(
          place + value.unwrapped() + " (expected: {description: \"...\", priority: 1})");
    }
    for (String key : ((ConfigObject) value).keySet()) {
      if (!KEYS.contains(key)) {
        throw RegattaException.user(place + "unknown key " + key + Suggestion.among(key, KEYS));
      }
    }
    Config entry = ((ConfigObject) value).toConfig();
    if (!entry.hasPath(DESCRIPTION)) {
      throw RegattaException.user(place + "no description (expected: name:argument=value,...)");
    }
    return new RunEntry(
        file + ":" + value.origin().lineNumber(),
        entry.getString(DESCRIPTION),
        entry.hasPath(PRIORITY) ? Optional.of(entry.getInt(PRIORITY)) : Optional.empty(),
        entry.hasPath(GROUPS) ? Optional.of(entry.getStringList(GROUPS)) : Optional.empty());
  }
}

package dev.regatta.service.settings;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts the sources together and checks everything before anything is refused. */
final class SettingsReader {
  private final Configuration configuration;
  private final List<String> problems = new ArrayList<>();

  /** The text of each key that counts. */
  private final Map<String, Given> texts = new HashMap<>();

  /** The names and values of each map that count. */
  private final Map<String, Map<String, String>> maps = new HashMap<>();

  SettingsReader(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Every key that can be given one text. */
  static List<String> keys(Configuration configuration) {
    List<String> keys = new ArrayList<>(List.of(Configuration.CONFIG));
    for (Setting<?> setting : configuration.settings()) {
      if (setting.form() == Setting.Form.SECRET) {
        keys.add(setting.fileKey());
      }
      keys.add(setting.key());
    }
    return keys;
  }

  Settings read(List<String> arguments, Map<String, String> environment) {
    List<Given> flags = Arguments.read(configuration, arguments, problems);
    List<Given> variables = Environment.read(configuration, environment);
    configFile(variables, flags)
        .ifPresent(file -> ConfigFile.read(file, problems).forEach(this::accept));
    variables.forEach(this::accept);
    flags.forEach(this::accept);
    Map<Setting<?>, Object> values = new LinkedHashMap<>();
    configuration
        .settings()
        .forEach(setting -> value(setting).ifPresent(value -> values.put(setting, value)));
    Settings settings = new Settings(values);
    configuration.rules().forEach(rule -> check(rule, settings, values.keySet()));
    if (!problems.isEmpty()) {
      throw RegattaException.user(
          "regatta "
              + configuration.service()
              + " cannot start with these settings:\n  "
              + String.join("\n  ", problems));
    }
    return settings;
  }

  private void check(Rule rule, Settings settings, Set<Setting<?>> valid) {
    if (valid.containsAll(rule.settings())) {
      try {
        rule.check().accept(settings);
      } catch (RegattaException e) {
        problems.add(e.getMessage().replace("\n", "\n  "));
      }
    }
  }

  private static Optional<Path> configFile(List<Given> variables, List<Given> flags) {
    List<Given> all = new ArrayList<>(variables);
    all.addAll(flags);
    return all.stream()
        .filter(given -> given.key().equals(Configuration.CONFIG))
        .reduce((earlier, later) -> later)
        .map(given -> Path.of(given.text()));
  }

  /** Later calls win. */
  private void accept(Given given) {
    if (keys(configuration).contains(given.key()) && !isMap(given.key())) {
      texts.put(given.key(), given);
      return;
    }
    for (Setting<?> setting : configuration.settings()) {
      String prefix = setting.key() + ".";
      if (setting.form() == Setting.Form.MAP && given.key().startsWith(prefix)) {
        maps.computeIfAbsent(setting.key(), key -> new TreeMap<>())
            .put(given.key().substring(prefix.length()), given.text());
        return;
      }
    }
    problems.add(
        "unknown setting '"
            + given.key()
            + "' in "
            + given.source().name()
            + Suggestion.among(given.key(), keys(configuration)));
  }

  private boolean isMap(String key) {
    return configuration.settings().stream()
        .anyMatch(setting -> setting.key().equals(key) && setting.form() == Setting.Form.MAP);
  }

  /** Empty where there is a problem. */
  private Optional<Object> value(Setting<?> setting) {
    if (setting.form() == Setting.Form.MAP) {
      return Optional.of(maps.getOrDefault(setting.key(), Map.of()));
    }
    Given given =
        setting.form() == Setting.Form.SECRET ? secret(setting) : texts.get(setting.key());
    if (given != null) {
      return parse(setting, given);
    }
    if (setting.absent() == null) {
      problems.add(setting.key() + " is missing: " + setting.description());
    }
    return Optional.ofNullable(setting.absent());
  }

  private Optional<Object> parse(Setting<?> setting, Given given) {
    try {
      return Optional.of(setting.type().parse().apply(given.text()));
    } catch (IllegalArgumentException e) {
      boolean secret = setting.form() == Setting.Form.SECRET;
      problems.add(
          setting.key()
              + ": "
              + (secret ? "empty" : given.text())
              + " in "
              + given.source().name()
              + " (expected: "
              + setting.type().expected()
              + ")");
      return Optional.empty();
    }
  }

  /** The secret itself, from the environment or from its file. */
  private Given secret(Setting<?> setting) {
    Given direct = texts.get(setting.key());
    Given file = texts.get(setting.fileKey());
    if (direct != null && !direct.source().secrets()) {
      problems.add(
          setting.key()
              + " must not stand in "
              + direct.source().name()
              + " (expected: "
              + configuration.variable(setting.key())
              + " in the environment, or a file that "
              + setting.fileKey()
              + " names)");
      return null;
    }
    return file == null ? direct : content(setting, file);
  }

  private Given content(Setting<?> setting, Given file) {
    try {
      String text = Files.readString(Path.of(file.text())).strip();
      return new Given(setting.key(), text, new Given.Source(file.text(), true));
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          setting.fileKey()
              + ": cannot read "
              + file.text()
              + " in "
              + file.source().name()
              + " (expected: a file with the secret)");
      return null;
    }
  }
}

package dev.regatta.service.settings;

import dev.regatta.service.settings.Given.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Settings in the environment: {@code REGATTA_SERVICE_KEY}. */
final class Environment {
  /** What Kubernetes sets for a service that happens to be called like ours. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("(.*_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_\\w+)?)");

  private Environment() {}

  static List<Given> read(Configuration configuration, Map<String, String> environment) {
    List<Given> given = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (variable.startsWith(configuration.prefix())) {
                key(configuration, variable)
                    .ifPresent(key -> given.add(new Given(key, text, new Source(variable, true))));
              }
            });
    return given;
  }

  /** The key itself where it is unknown, for the message; empty where it is not meant for us. */
  private static Optional<String> key(Configuration configuration, String variable) {
    String rest = variable.substring(configuration.prefix().length());
    for (String key : SettingsReader.keys(configuration)) {
      if (Configuration.variablePart(key).equals(rest)) {
        return Optional.of(key);
      }
    }
    for (Setting<?> setting : configuration.settings()) {
      String prefix = Configuration.variablePart(setting.key()) + "_";
      if (setting.form() == Setting.Form.MAP && rest.startsWith(prefix)) {
        String name = rest.substring(prefix.length()).toLowerCase(Locale.ROOT);
        return Optional.of(setting.key() + "." + name.replace('_', setting.type().separator()));
      }
    }
    return SERVICE_LINK.matcher(rest).matches()
        ? Optional.empty()
        : Optional.of(rest.toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}

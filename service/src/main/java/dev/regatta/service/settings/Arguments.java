package dev.regatta.service.settings;

import dev.regatta.service.settings.Given.Source;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A command line: {@code --key value} or {@code --key=value}, a flag also alone. */
final class Arguments {
  static final Source SOURCE = new Source("the command line", false);

  private final Set<String> flags;
  private final Set<String> maps;
  private final List<String> problems;
  private final List<Given> given = new ArrayList<>();

  private Arguments(Configuration configuration, List<String> problems) {
    this.flags = keys(configuration, Setting.Form.FLAG);
    this.maps = keys(configuration, Setting.Form.MAP);
    this.problems = problems;
  }

  static List<Given> read(
      Configuration configuration, List<String> arguments, List<String> problems) {
    Arguments reading = new Arguments(configuration, problems);
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      reading.take(rest.next(), rest);
    }
    return reading.given;
  }

  private void take(String argument, Iterator<String> rest) {
    if (!argument.startsWith("--")) {
      problems.add("'" + argument + "' (expected: --KEY VALUE)");
      return;
    }
    String key = argument.substring(2);
    int equals = key.indexOf('=');
    if (equals >= 0) {
      add(key.substring(0, equals), key.substring(equals + 1));
    } else if (flags.contains(key)) {
      add(key, "true");
    } else if (rest.hasNext()) {
      add(key, rest.next());
    } else {
      problems.add("--" + key + " has no value");
    }
  }

  private void add(String key, String text) {
    int equals = text.indexOf('=');
    if (!maps.contains(key)) {
      given.add(new Given(key, text, SOURCE));
    } else if (equals > 0) {
      given.add(
          new Given(key + "." + text.substring(0, equals), text.substring(equals + 1), SOURCE));
    } else {
      // Without the text: it may be part of a password.
      problems.add("--" + key + " (expected: NAME=VALUE)");
    }
  }

  private static Set<String> keys(Configuration configuration, Setting.Form form) {
    return configuration.settings().stream()
        .filter(setting -> setting.form() == form)
        .map(Setting::key)
        .collect(Collectors.toSet());
  }
}

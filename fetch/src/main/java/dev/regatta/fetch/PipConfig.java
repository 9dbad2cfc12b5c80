package dev.regatta.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The package index that pip is configured with: the environment first, then pip's configuration
 * files, where a command's own section goes before {@code [global]}.
 */
final class PipConfig {
  private static final List<String> SECTIONS = List.of("download", "install", "global");

  private PipConfig() {}

  /** May hold credentials: not for showing. */
  static Optional<String> indexUrl(Map<String, String> environment) throws IOException {
    String direct = environment.getOrDefault("PIP_INDEX_URL", "").strip();
    if (!direct.isEmpty()) {
      return Optional.of(direct);
    }
    List<Map<String, String>> files = new ArrayList<>();
    for (Path file : files(environment)) {
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        files.add(parse(Files.readAllLines(file)));
      }
    }
    return SECTIONS.stream()
        .flatMap(section -> files.stream().map(file -> file.get(section + ".index-url")))
        .filter(url -> url != null && !url.isBlank())
        .findFirst();
  }

  /** Strongest first. A configuration file named by the environment replaces the user's own. */
  private static List<Path> files(Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    String named = environment.getOrDefault("PIP_CONFIG_FILE", "");
    if (named.equals("/dev/null") || named.equalsIgnoreCase("nul")) {
      return files;
    }
    if (!named.isEmpty()) {
      files.add(Path.of(named));
    }
    add(files, environment.get("VIRTUAL_ENV"), "pip.conf", "pip.ini");
    if (named.isEmpty()) {
      String home = environment.get("HOME");
      String xdg = environment.get("XDG_CONFIG_HOME");
      add(files, xdg != null ? xdg : home == null ? null : home + "/.config", "pip/pip.conf");
      add(files, home, "Library/Application Support/pip/pip.conf", ".pip/pip.conf");
      add(files, environment.get("APPDATA"), "pip/pip.ini");
    }
    for (String directory : environment.getOrDefault("XDG_CONFIG_DIRS", "/etc/xdg").split(":")) {
      add(files, directory, "pip/pip.conf");
    }
    add(files, "/etc", "pip.conf");
    add(files, environment.get("PROGRAMDATA"), "pip/pip.ini");
    return files;
  }

  private static void add(List<Path> files, String directory, String... names) {
    if (directory != null && !directory.isEmpty()) {
      for (String name : names) {
        files.add(Path.of(directory).resolve(name));
      }
    }
  }

  /** Keys as {@code section.key}, in lower case and with hyphens, as pip reads them. */
  static Map<String, String> parse(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    String section = "";
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[") && text.endsWith("]")) {
        section = text.substring(1, text.length() - 1).strip();
        continue;
      }
      String[] pair = text.split("\\s*[=:]\\s*", 2);
      if (pair.length == 2) {
        String key = pair[0].toLowerCase(Locale.ROOT).replace('_', '-');
        values.put(section + "." + key, pair[1]);
      }
    }
    return values;
  }
}

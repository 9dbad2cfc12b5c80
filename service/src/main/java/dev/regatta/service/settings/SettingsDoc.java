package dev.regatta.service.settings;

import java.util.List;

/** Help and documentation of settings, from their declarations. */
public final class SettingsDoc {
  private SettingsDoc() {}

  static String help(Configuration configuration) {
    StringBuilder help = new StringBuilder();
    help.append("Usage: regatta ").append(configuration.service()).append(" [--KEY VALUE]...\n\n");
    help.append(configuration.description()).append("\n\n");
    help.append("A key is taken from the command line, else from the environment (")
        .append(configuration.prefix())
        .append("KEY), else\nfrom the file of --config, else it has its default.\n\n");
    help.append(
        "  --config (path; default none)\n      YAML or .properties file with any of these keys\n");
    for (Setting<?> setting : configuration.settings()) {
      help.append("  --").append(flag(setting)).append(" (").append(setting.type().expected());
      help.append(setting.absent() == null ? "; required" : "; default " + setting.shownDefault());
      help.append(")\n      ").append(setting.description()).append('\n');
    }
    return help.toString();
  }

  /** A table of every key of a service, in Markdown. */
  public static String markdown(Configuration configuration) {
    StringBuilder text = new StringBuilder();
    text.append("## regatta ").append(configuration.service()).append("\n\n");
    text.append(configuration.description()).append(" In the environment: `");
    text.append(configuration.prefix()).append("KEY`.\n\n");
    text.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (Setting<?> setting : configuration.settings()) {
      List<String> cells =
          List.of(
              "`" + flag(setting) + "`",
              setting.type().expected(),
              setting.shownDefault(),
              setting.description());
      text.append("| ")
          .append(String.join(" | ", cells.stream().map(c -> c.replace("|", "\\|")).toList()))
          .append(" |\n");
    }
    return text.toString();
  }

  /** A secret is named by its file. */
  private static String flag(Setting<?> setting) {
    return setting.form() == Setting.Form.SECRET ? setting.fileKey() : setting.key();
  }
}

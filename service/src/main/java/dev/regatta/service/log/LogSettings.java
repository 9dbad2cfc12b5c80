package dev.regatta.service.log;

import dev.regatta.service.settings.Setting;
import java.util.List;

/** What a service logs and how. The log goes to standard error. */
public final class LogSettings {
  static final String TEXT = "text";
  static final String JSON = "json";

  public static final Setting<String> FORMAT =
      Setting.choice("log.format", List.of(TEXT, JSON), "Lines of text, or of one JSON object each")
          .withDefault(TEXT);

  public static final Setting<String> LEVEL =
      Setting.choice(
              "log.level",
              List.of("error", "warn", "info", "debug"),
              "Least level of Regatta's own messages; those of libraries start at warn")
          .withDefault("info");

  public static final List<Setting<?>> ALL = List.of(FORMAT, LEVEL);

  private LogSettings() {}
}

package dev.regatta.service.log;

import dev.regatta.protocol.Json;
import dev.regatta.service.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.api.LayoutComponentBuilder;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Sets up the log of a service process. */
public final class Logs {
  private static final String APPENDER = "stderr";
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC} %-5level [%t] %logger{1}"
          + LogIds.ALL.stream()
              .map(id -> "%notEmpty{ " + id + "=%X{" + id + "}}")
              .collect(Collectors.joining())
          + " - %msg%n";

  private Logs() {}

  /** Replaces the configuration of the whole process. */
  public static void configure(Settings settings) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    AppenderComponentBuilder appender =
        builder.newAppender(APPENDER, "Console").addAttribute("target", "SYSTEM_ERR");
    appender.add(
        settings.get(LogSettings.FORMAT).equals(LogSettings.JSON)
            ? json(builder)
            : builder.newLayout("PatternLayout").addAttribute("pattern", PATTERN));
    builder
        .setStatusLevel(Level.ERROR)
        // A service still logs while it drains.
        .setShutdownHook("disable")
        .add(appender)
        .add(builder.newLogger("dev.regatta", Level.valueOf(settings.get(LogSettings.LEVEL))))
        // It warns of each of several attempts a second while a broker or a topic is not there.
        .add(builder.newLogger("org.apache.kafka.clients.NetworkClient", Level.ERROR))
        .add(builder.newRootLogger(Level.WARN).add(builder.newAppenderRef(APPENDER)));
    Configurator.reconfigure(builder.build());
  }

  /** Lets a logger and those below it say nothing any more. */
  public static void silence(String logger) {
    Configurator.setLevel(logger, Level.OFF);
  }

  private static LayoutComponentBuilder json(ConfigurationBuilder<BuiltConfiguration> builder) {
    return builder
        .newLayout("JsonTemplateLayout")
        .addAttribute("eventTemplate", Json.text(template()));
  }

  /** Fields whose value is absent are left out by the layout. */
  private static Map<String, Object> template() {
    Map<String, Object> template = new LinkedHashMap<>();
    template.put(
        "time",
        Map.of(
            "$resolver",
            "timestamp",
            "pattern",
            Map.of("format", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "timeZone", "UTC")));
    template.put("level", Map.of("$resolver", "level", "field", "name"));
    template.put("thread", Map.of("$resolver", "thread", "field", "name"));
    template.put("logger", Map.of("$resolver", "logger", "field", "name"));
    LogIds.ALL.forEach(id -> template.put(id, Map.of("$resolver", "mdc", "key", id)));
    template.put("message", Map.of("$resolver", "message", "stringified", true));
    template.put(
        "error",
        Map.of(
            "$resolver",
            "exception",
            "field",
            "stackTrace",
            "stackTrace",
            Map.of("stringified", true)));
    return template;
  }
}

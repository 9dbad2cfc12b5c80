package dev.regatta.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regatta.chart.Shell.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code regatta} command, as users and images start it. */
final class Regatta {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path JAR = Path.of("../cli/target/regatta.jar");
  private static final Path AGGREGATOR =
      Path.of("../docker/target/layout/aggregator/app/bin/regatta");

  private final Shell shell = new Shell(Map.of(), Duration.ofMinutes(4));
  private final Path script;

  /**
   * @param directory gets a script that starts the command
   */
  Regatta(Path directory) {
    String text =
        """
        #!/bin/sh
        case $1 in
          aggregator|run) heap=1g compiler= ;;
          *) heap=320m compiler=-XX:TieredStopAtLevel=1 ;;
        esac
        exec "%s" -Xmx$heap $compiler -XX:+UseSerialGC -Xlog:disable -Xlog:all=error:stderr -jar "%s" "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                JAR.toAbsolutePath().normalize());
    this.script = directory.resolve("regatta");
    try {
      Files.writeString(script, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!script.toFile().setExecutable(true)) {
      throw new IllegalStateException("Cannot make " + script + " executable");
    }
  }

  /** Whether the command has been built. */
  static boolean built() {
    return Files.exists(JAR);
  }

  /** Whether the aggregator's image has been built, as far as it takes no engine. */
  static boolean aggregatorBuilt() {
    return Files.exists(AGGREGATOR);
  }

  /** What stands for each of the images; pods run it in place of them. */
  Path imageMap(Path directory) {
    return imageMap(directory, script);
  }

  /** The same with what the aggregator's image itself has, its job of Spark among it. */
  Path imageMapWithSpark(Path directory) {
    return imageMap(directory, AGGREGATOR.toAbsolutePath().normalize());
  }

  private Path imageMap(Path directory, Path aggregator) {
    Map<String, Path> programs =
        Map.of("coordinator", script, "aggregator", aggregator, "worker", script);
    StringBuilder map = new StringBuilder("images:\n");
    programs.forEach(
        (service, program) -> {
          map.append("- image: \"*regatta/").append(service).append("*\"\n");
          map.append("  command: [\"").append(program).append("\"]\n");
          map.append("  args: [").append(service).append("]\n");
          map.append("  entrypoint: /app/bin/regatta\n");
          // No container bounds its memory here.
          map.append("  env: {REGATTA_HEAP: 1g}\n");
        });
    try {
      return Files.writeString(directory.resolve("images.yaml"), map);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProcessBuilder command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Runs a command that prints one JSON object. */
  JsonNode json(String... arguments) {
    return json(outcome(arguments).orThrow());
  }

  Outcome outcome(String... arguments) {
    return shell.outcome(command(List.of(arguments)), "");
  }

  /** What a program has printed. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("No JSON: " + text, e);
    }
  }
}

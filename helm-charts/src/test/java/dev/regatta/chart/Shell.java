package dev.regatta.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end. */
final class Shell {
  private final Map<String, String> environment;
  private final Duration patience;

  /**
   * @param environment beside this process's own
   */
  Shell(Map<String, String> environment, Duration patience) {
    this.environment = Map.copyOf(environment);
    this.patience = patience;
  }

  /**
   * What a program has said and how it has ended.
   *
   * @param output standard output
   * @param errors standard error
   */
  record Outcome(List<String> command, int code, String output, String errors) {

    /**
     * @throws IllegalStateException with all that it said, where it has failed
     */
    String orThrow() {
      if (code != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " ended with " + code + ":\n" + output + errors);
      }
      return output;
    }
  }

  /** Runs a program; its standard output where it ends well. */
  String run(String... command) {
    return outcome(new ProcessBuilder(command), "").orThrow();
  }

  /**
   * @param text standard input
   */
  Outcome outcome(ProcessBuilder builder, String text) {
    try {
      // Not pipes: what the program leaves running may hold them open.
      Path output = Files.createTempFile("output", ".txt");
      Path errors = Files.createTempFile("errors", ".txt");
      Path input = Files.writeString(Files.createTempFile("input", ".txt"), text);
      try {
        builder.environment().putAll(environment);
        Process process =
            builder
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
          process.destroyForcibly().waitFor();
        }
        return new Outcome(
            new ArrayList<>(builder.command()), process.exitValue(), text(output), text(errors));
      } finally {
        Files.delete(output);
        Files.delete(errors);
        Files.delete(input);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}

package dev.regatta.cli.chaos;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another JVM with the classes of this one. */
public final class JavaCommand {
  private static final String MAIN = "dev.regatta.cli.Main";

  private JavaCommand() {}

  /**
   * {@code regatta ARGUMENTS} in a small JVM that starts quickly.
   *
   * @param heap as {@code -Xmx} takes it
   */
  public static List<String> regatta(String heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // Warnings of the JVM would go to standard output, where results are.
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(JavaCommand::inherited)
        .forEach(command::add);
    String classes = System.getProperty("java.class.path");
    if (classes.endsWith(".jar") && !classes.contains(File.pathSeparator)) {
      // What Spark needs opened stands in the manifest, which counts with -jar only.
      command.addAll(List.of("-jar", classes));
    } else {
      command.addAll(List.of("-cp", classes, MAIN));
    }
    command.addAll(arguments);
    return command;
  }

  private static boolean inherited(String argument) {
    return argument.startsWith("--add-opens")
        || argument.startsWith("--sun-misc-unsafe")
        || argument.startsWith("-XX:SharedArchiveFile");
  }
}

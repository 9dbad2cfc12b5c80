package dev.regatta.cli.cluster;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of further JVMs that have the classes of this one.
 *
 * @param heap as {@code -Xmx} takes it
 * @param flags further ones of the JVM
 */
public record JavaCommand(String heap, List<String> flags) {
  /** Flags of a JVM that starts quickly: short lives are not worth the second compiler. */
  public static final List<String> FIRST_COMPILER = List.of("-XX:TieredStopAtLevel=1");

  /** What benchmarks give each process. */
  public static final JavaCommand SMALL = new JavaCommand("512m", List.of());

  /** A broker's, as {@code regatta} starts it. */
  public static final JavaCommand BROKER = new JavaCommand(SMALL.heap(), FIRST_COMPILER);

  /** As {@code regatta} gives them too: the second compiler has half the work. */
  private static final List<String> LESS_INLINING =
      List.of("-XX:MaxInlineLevel=9", "-XX:InlineSmallCode=1000", "-XX:FreqInlineSize=120");

  private static final String MAIN = "dev.regatta.cli.Main";

  /** Options of this JVM that every other one needs as well. */
  private static final List<String> INHERITED =
      List.of("--add-opens", "--sun-misc", "--enable-native-access", "-XX:SharedArchiveFile");

  public JavaCommand {
    flags = List.copyOf(flags);
  }

  /** {@code regatta ARGUMENTS}. */
  public ProcessBuilder regatta(List<String> arguments) {
    String classes = classPath();
    // What Spark needs opened stands in the manifest, which counts with -jar only.
    boolean jar = classes.endsWith(".jar") && !classes.contains(File.pathSeparator);
    return builder(jar ? List.of("-jar", classes) : List.of("-cp", classes, MAIN), arguments);
  }

  /** Any main class. */
  public ProcessBuilder main(Class<?> main, List<String> arguments) {
    return builder(List.of("-cp", classPath(), main.getName()), arguments);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private ProcessBuilder builder(List<String> what, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC"));
    // Warnings of the JVM would go to standard output, where results are.
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> INHERITED.stream().anyMatch(argument::startsWith))
        .forEach(command::add);
    command.addAll(LESS_INLINING);
    command.addAll(flags);
    command.addAll(what);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // Settings of this command's own environment are not those of its services.
    builder.environment().keySet().removeIf(name -> name.startsWith("REGATTA_"));
    return builder;
  }
}

package dev.regatta.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A class of this program in a virtual machine of its own, on a heap of 512 MB, with this one's
 * class path and class-data archive. Its standard error goes to a file.
 */
final class JavaProcess implements AutoCloseable {
  private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  /** Options of this virtual machine that every other one needs as well. */
  private static final List<String> PASSED_ON =
      List.of(
          "--add-opens", "--sun-misc", "--enable-native-access", "-XX:SharedArchiveFile", "-Xlog");

  private static final int SHOWN_LINES = 15;

  private final Process process;
  private final BufferedReader lines;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  /** Starts a main class. */
  static JavaProcess start(Path log, Class<?> main, List<String> arguments) {
    List<String> command = command(List.of());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return launch(command, log);
  }

  /**
   * Starts the command {@code regatta} itself.
   *
   * @param flags further ones of the virtual machine
   */
  static JavaProcess regatta(Path log, List<String> flags, List<String> arguments) {
    List<String> command = command(flags);
    String path = System.getProperty("java.class.path");
    // As one jar it says itself which packages it needs opened.
    command.addAll(
        path.matches("[^:]*\\.jar")
            ? List.of("-jar", path)
            : List.of("-cp", path, Main.class.getName()));
    command.addAll(arguments);
    return launch(command, log);
  }

  private static List<String> command(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> PASSED_ON.stream().anyMatch(argument::startsWith))
        .forEach(command::add);
    command.addAll(flags);
    return command;
  }

  private static JavaProcess launch(List<String> command, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // Settings of this command's own environment are not the services'.
    builder.environment().keySet().removeIf(name -> name.startsWith("REGATTA_"));
    try {
      return new JavaProcess(builder.start(), log);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot start a process: " + e.getMessage(), e);
    }
  }

  /**
   * The next line of standard output.
   *
   * @throws RegattaException INTERNAL where the process ends before it; the message has its log
   */
  String line() {
    try {
      String line = lines.readLine();
      if (line == null) {
        throw ended();
      }
      return line;
    } catch (IOException e) {
      throw RegattaException.internal("Cannot read what a process says", e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /**
   * @throws RegattaException INTERNAL where the process has ended; the message has its log
   */
  void requireAlive() {
    if (!alive()) {
      throw ended();
    }
  }

  private RegattaException ended() {
    String last = "";
    try {
      List<String> all = Files.readAllLines(log);
      last = String.join("\n", all.subList(Math.max(0, all.size() - SHOWN_LINES), all.size()));
    } catch (IOException e) {
      last = "(its log cannot be read: " + e.getMessage() + ")";
    }
    return RegattaException.internal("A process of the benchmark ended early:\n" + last, null);
  }

  /** Bytes of memory that the process has at present; empty where the system does not tell. */
  Optional<Long> resident() {
    return status("VmRSS:");
  }

  /** Most bytes of memory that the process has had; empty where the system does not tell. */
  Optional<Long> peakResident() {
    return status("VmHWM:");
  }

  /** Bytes of its heap that are in use after a full collection; empty where it cannot be asked. */
  @SuppressWarnings("BanJNDI") // the address is that of a process that was started here
  Optional<Long> liveHeap() {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
      machine.detach();
      try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
        MemoryMXBean memory =
            ManagementFactory.getPlatformMXBean(
                connector.getMBeanServerConnection(), MemoryMXBean.class);
        memory.gc();
        return Optional.of(memory.getHeapMemoryUsage().getUsed());
      }
    } catch (IOException | AttachNotSupportedException e) {
      return Optional.empty();
    }
  }

  /** Seconds of processors that the process has had; empty where the system does not tell. */
  Optional<Double> cpuSeconds() {
    return process.info().totalCpuDuration().map(used -> used.toMillis() / 1e3);
  }

  private Optional<Long> status(String key) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> entries = Files.lines(status)) {
      return entries
          .filter(line -> line.startsWith(key))
          .map(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Ends the process without a chance to put anything in order; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}

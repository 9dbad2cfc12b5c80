package dev.regatta.cli.cluster;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JVM of its own that logs to a file. It is killed when this one ends, however that ends. */
public final class JavaProcess implements AutoCloseable {
  private static final int SHOWN_LINES = 100;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  private static volatile boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(JavaProcess::killAll, "processes"));
  }

  private final Process process;
  private final BufferedReader lines;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  private static void killAll() {
    ending = true;
    RUNNING.forEach(Process::destroyForcibly);
  }

  /** Starts a process whose standard output is for {@link #line}; the log gets the other one. */
  public static JavaProcess start(ProcessBuilder command, Path log) {
    return launch(command.redirectError(Redirect.appendTo(log.toFile())), log);
  }

  /** Starts a process whose log gets everything that it prints. */
  public static JavaProcess startSilent(ProcessBuilder command, Path log) {
    return launch(
        command.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())), log);
  }

  private static JavaProcess launch(ProcessBuilder command, Path log) {
    try {
      Process process = command.start();
      RUNNING.add(process);
      process.onExit().thenAccept(RUNNING::remove);
      if (ending) {
        process.destroyForcibly();
        throw RegattaException.internal("No process is started any more: this one ends", null);
      }
      return new JavaProcess(process, log);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot start a process: " + e.getMessage(), e);
    }
  }

  /**
   * The next line of standard output.
   *
   * @throws RegattaException INTERNAL where the process ends before it; the message has its log
   */
  public String line() {
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

  public boolean alive() {
    return process.isAlive();
  }

  /**
   * @throws RegattaException INTERNAL where the process has ended; the message has its log
   */
  public void requireAlive() {
    if (!alive()) {
      throw ended();
    }
  }

  private RegattaException ended() {
    return RegattaException.internal("A process ended early:\n" + log(), null);
  }

  /** Empty while it runs. */
  public OptionalInt exitCode() {
    return alive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** For signals. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Waits for its end.
   *
   * @return the exit code; empty where it still runs after that time
   */
  public OptionalInt awaitEnd(Duration patience) {
    try {
      process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
      return exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }

  /** The last lines of its log. */
  public String log() {
    try {
      // Not UTF-8: a process that is killed may leave half a character.
      List<String> all =
          Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
      return String.join("\n", all.subList(Math.max(0, all.size() - SHOWN_LINES), all.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  /** Bytes of memory that the process has at present; empty where the system does not tell. */
  public Optional<Long> resident() {
    return status("VmRSS:");
  }

  /** Most bytes of memory that the process has had; empty where the system does not tell. */
  public Optional<Long> peakResident() {
    return status("VmHWM:");
  }

  /** Bytes of its heap that are in use after a full collection; empty where it cannot be asked. */
  @SuppressWarnings("BanJNDI") // the address is that of a process that was started here
  public Optional<Long> liveHeap() {
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
  public Optional<Double> cpuSeconds() {
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
  public void kill() {
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

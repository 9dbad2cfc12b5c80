package dev.regatta.aggregator.annotation.code;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A process that is ended when its time has come, with all it has started. */
final class SandboxProcess implements AutoCloseable {
  private static final int MOST_OUTPUT = 1 << 16;
  private static final int MOST_SAID = 300;

  /** Time to leave by itself after the last word. */
  private static final long LEAVE_MILLIS = 500;

  private static final long END_SECONDS = 20;
  private static final Set<String> ALWAYS = Set.of("PATH");

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(SandboxProcess::daemon);

  private final Sandbox sandbox;
  private final String name;
  private final Process process;
  private final InputStream output;
  private final StringBuilder said = new StringBuilder();
  private int bytes;
  private ScheduledFuture<?> alarm;
  private volatile boolean expired;

  private SandboxProcess(Sandbox sandbox, String name, Process process) {
    this.sandbox = sandbox;
    this.name = name;
    this.process = process;
    this.output = new BufferedInputStream(process.getInputStream());
  }

  /** Starts a command with no more of our environment than its sandbox needs. */
  static SandboxProcess start(Sandbox sandbox, String name, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(key -> !ALWAYS.contains(key) && !sandbox.environment().contains(key));
    return new SandboxProcess(sandbox, name, builder.start());
  }

  /** Ends it after this time from now, instead of at an earlier or later one. */
  void limit(Duration time) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarm = CLOCK.schedule(this::expire, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void expire() {
    expired = true;
    process.destroyForcibly();
  }

  /** Whether it was ended because of its time. */
  boolean expired() {
    return expired;
  }

  /** Writes all of standard input; a process that does not read it will say why. */
  void send(byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      said.append(e.getMessage()).append(' ');
    }
  }

  /** Reads up to a line; false where it does not come. */
  boolean until(String wanted) throws IOException {
    String line = line(wanted);
    return line != null && line.isEmpty();
  }

  /** The rest of the next line that starts with a prefix; null where there is none. */
  String line(String prefix) throws IOException {
    String line = next();
    while (line != null && !line.startsWith(prefix)) {
      if (said.length() < MOST_SAID) {
        said.append(line).append(' ');
      }
      line = next();
    }
    return line == null ? null : line.substring(prefix.length());
  }

  /** What else it has said so far, the beginning of it. */
  String said() {
    String text = said.substring(0, Math.min(said.length(), MOST_SAID)).strip();
    return text.isEmpty() ? (expired ? "no answer in time" : "no word of why") : text;
  }

  /** Null at the end, and where it has said too much. */
  private String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = read();
    while (b >= 0 && b != '\n') {
      line.write(b);
      b = read();
    }
    return b < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
  }

  private int read() throws IOException {
    return bytes++ < MOST_OUTPUT ? output.read() : -1;
  }

  /** Ends it in any case, and waits for that. */
  @Override
  public void close() {
    try {
      boolean lives = expired || !process.waitFor(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
      List<String> end = sandbox.end(name);
      if (lives && !end.isEmpty()) {
        new ProcessBuilder(end)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot end " + name + " of " + sandbox.description(), e);
    } finally {
      process.destroyForcibly();
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sandbox-clock");
    thread.setDaemon(true);
    return thread;
  }
}

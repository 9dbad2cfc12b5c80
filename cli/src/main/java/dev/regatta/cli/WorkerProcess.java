package dev.regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker in a process of its own: a crash of its engine takes nothing else along. It ends when
 * its standard input does, so it cannot outlive this process.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final String HEAP = "-Xmx512m";
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();

  /**
   * @param arguments of {@code WorkerMain}
   * @param environment what the engine wants set
   * @param log gets the worker's standard error
   */
  public WorkerProcess(List<String> arguments, Map<String, String> environment, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(HEAP, "-XX:+UseSerialGC"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.regatta.worker.WorkerMain");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot start a worker process: " + e.getMessage(), e);
    }
    Thread reader = new Thread(this::readEvents, "worker-events-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Completes with what the worker says of itself; fails where it ends before it is ready. */
  CompletableFuture<JsonNode> ready() {
    return ready;
  }

  public boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  int exitCode() {
    return process.exitValue();
  }

  private void readEvents() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        event(line);
      }
    } catch (IOException e) {
      LOG.debug("Events of worker {} ended: {}", process.pid(), e.getMessage());
    }
    ready.completeExceptionally(
        RegattaException.model("The worker process ended before it was ready"));
  }

  private void event(String line) {
    if (!line.startsWith("{")) {
      return;
    }
    JsonNode event = Json.read(line, JsonNode.class);
    if ("ready".equals(event.path("event").asText())) {
      ready.complete(event);
    } else {
      LOG.info("Worker {}: {}", process.pid(), line);
    }
  }

  /** Lets the worker finish what it has, then ends it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

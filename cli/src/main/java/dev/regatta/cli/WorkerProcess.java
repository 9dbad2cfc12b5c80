package dev.regatta.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.WorkerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker in a process of its own: a crash of its engine takes nothing else along. It ends when
 * its standard input does, so it cannot outlive this process.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final String HEAP = "512m";
  private static final List<String> NATIVE_ACCESS =
      Runtime.version().feature() >= 22 ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();

  /** Longer than a worker takes to finish what it holds. */
  private static final long STOP_SECONDS = 40;

  private static final long LAST_WORDS_MILLIS = 1000;

  private final Process process;
  private final Thread reader;
  private volatile String failure;

  /**
   * @param arguments of {@code WorkerMain}
   * @param environment what the engine wants set
   * @param log gets the worker's standard error
   */
  public WorkerProcess(List<String> arguments, Map<String, String> environment, Path log) {
    ProcessBuilder builder = new JavaCommand(HEAP, NATIVE_ACCESS).main(WorkerMain.class, arguments);
    // Its settings are all among the arguments; the key of a server may be in any variable.
    builder.environment().putAll(System.getenv());
    builder.environment().keySet().removeIf(name -> name.startsWith("REGATTA_WORKER_"));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot start a worker process: " + e.getMessage(), e);
    }
    this.reader = new Thread(this::readEvents, "worker-events-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  public boolean alive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Why it has ended by itself; empty where it had no time to say so. */
  Optional<String> failure() {
    try {
      reader.join(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(failure);
  }

  private void readEvents() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.info("Worker {}: {}", process.pid(), line);
        event(line);
      }
    } catch (IOException e) {
      LOG.debug("Events of worker {} ended: {}", process.pid(), e.getMessage());
    }
  }

  private void event(String line) {
    try {
      JsonNode event = Json.MAPPER.readTree(line);
      if (event.path("event").asText().equals("failed")) {
        failure = event.path("message").asText();
      }
    } catch (JsonProcessingException e) {
      LOG.debug("Not an event, but printed by a library of worker {}", process.pid());
    }
  }

  /** Tells the worker to finish what it has and to end; does not wait for that. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
  }

  /** Lets the worker finish what it has, then ends it. */
  @Override
  public void close() {
    stop();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

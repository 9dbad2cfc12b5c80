package dev.regatta.cli.chaos;

import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * A service in a JVM of its own. It has the same settings, and so the same ports and directories,
 * at each start. For one thread at a time.
 */
public final class Member {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final String name;
  private final Role role;
  private final int port;
  private final List<String> arguments;
  private final Path log;
  private JavaProcess process;
  private boolean wanted;

  /**
   * @param port on which it answers over HTTP
   * @param log gets everything that it prints, start after start
   */
  Member(String name, Role role, int port, List<String> arguments, Path log) {
    this.name = name;
    this.role = role;
    this.port = port;
    this.arguments = List.copyOf(arguments);
    this.log = log;
  }

  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  /** Address of its HTTP server; a coordinator's is that of its API. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts it where it does not run. */
  public void start() {
    wanted = true;
    if (alive()) {
      return;
    }
    JavaCommand java = new JavaCommand(role.heap(), JavaCommand.FIRST_COMPILER);
    process = JavaProcess.startSilent(java.regatta(arguments), log);
  }

  /** Ends it without a word, as {@code kill -9} does; returns when it is gone. */
  public void kill() {
    wanted = false;
    if (process != null) {
      process.kill();
    }
  }

  /** Stops it in mid-thought, as {@code kill -STOP} does, until {@link #resume}. */
  public void suspend() {
    signal("-STOP");
  }

  public void resume() {
    signal("-CONT");
  }

  public boolean alive() {
    return process != null && process.alive();
  }

  /** Exit code where it has ended though it was not killed. */
  public OptionalInt endedByItself() {
    return wanted && process != null ? process.exitCode() : OptionalInt.empty();
  }

  /** Whether it says that it does its work. */
  public boolean ready() {
    return alive() && get("/readyz") == 200;
  }

  /** The end of its log. */
  public String log() {
    return process == null ? "" : process.log();
  }

  private int get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofSeconds(10)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private void signal(String signal) {
    try {
      String pid = Long.toString(process.handle().pid());
      new ProcessBuilder("kill", signal, pid).start().waitFor();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot signal " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

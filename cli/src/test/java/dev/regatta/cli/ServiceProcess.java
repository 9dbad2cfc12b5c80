package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.cli.cluster.JavaCommand;
import dev.regatta.cli.cluster.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** A {@code regatta} service in a JVM of its own, as a user starts it. */
final class ServiceProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JavaProcess process;

  private ServiceProcess(JavaProcess process) {
    this.process = process;
  }

  static ServiceProcess start(Path log, String... arguments) {
    JavaCommand java = new JavaCommand("512m", JavaCommand.FIRST_COMPILER);
    return new ServiceProcess(JavaProcess.start(java.regatta(List.of(arguments)), log));
  }

  /** The next line of standard output. */
  String line() {
    return process.line();
  }

  boolean alive() {
    return process.alive();
  }

  String log() {
    return process.log();
  }

  void kill() {
    process.kill();
  }

  /** Sends SIGTERM; returns the exit code. */
  int terminate() {
    process.handle().destroy();
    return exitCode();
  }

  int exitCode() {
    OptionalInt code = process.awaitEnd(PATIENCE);
    assertThat(code).as(log()).isPresent();
    return code.getAsInt();
  }

  /** Status of a GET of this machine; 0 where nobody listens. */
  static int status(int port, String path) throws InterruptedException {
    try {
      return get(port, path).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.close();
  }
}

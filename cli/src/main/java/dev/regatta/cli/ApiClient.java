package dev.regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.api.Views;
import dev.regatta.coordinator.scale.PoolStatus;
import dev.regatta.coordinator.submission.Manifest;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.life.Sleeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A coordinator's REST API. Errors are {@link RegattaException}s with the category that the
 * coordinator gave; RESOURCE where it cannot be reached.
 */
public final class ApiClient {
  private static final String PREFIX = "/api/v1";
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CONFLICT = 409;

  private final URI server;
  private final Optional<String> token;
  private final Sleeper sleeper;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  public ApiClient(URI server, Optional<String> token) {
    this(server, token, Sleeper.SYSTEM);
  }

  ApiClient(URI server, Optional<String> token, Sleeper sleeper) {
    this.server = server;
    this.token = token;
    this.sleeper = sleeper;
  }

  URI server() {
    return server;
  }

  public List<SweepView> sweeps() {
    return get("/sweeps", Views.Sweeps.class).sweeps();
  }

  /**
   * A sweep by its id, by the start of it, or the only one there is.
   *
   * @throws RegattaException USER where none or several fit; the message lists them
   */
  public SweepView find(Optional<String> idOrStart) {
    List<SweepView> sweeps = sweeps();
    List<String> ids = sweeps.stream().map(SweepView::id).toList();
    return sweeps.get(ids.indexOf(SweepIds.find(idOrStart, ids, "at " + server)));
  }

  /** Commands a sweep: {@code pause}, {@code resume}, {@code cancel} or {@code retry}. */
  SweepView command(String id, String command) {
    HttpRequest request =
        request("/sweeps/" + id + "/" + command).POST(BodyPublishers.noBody()).build();
    return Json.read(ok(send(request)), SweepView.class);
  }

  /** The workers that have not left. */
  public Views.Workers workers() {
    return get("/workers", Views.Workers.class);
  }

  Views.Queues queues() {
    return get("/queues", Views.Queues.class);
  }

  List<PoolStatus> pools() {
    return get("/pools", Views.Pools.class).pools();
  }

  /**
   * Hands a submission in.
   *
   * @param upload asked for the files that the coordinator lacks, by their SHA-256
   */
  public SweepView submit(Manifest manifest, Consumer<List<String>> upload) {
    HttpRequest request =
        request("/sweeps")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(manifest)))
            .build();
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() == CONFLICT) {
      Views.Missing missing = Json.read(response.body(), Views.Missing.class);
      if (missing.missing() != null && !missing.missing().isEmpty()) {
        upload.accept(missing.missing());
        response = send(request);
      }
    }
    return Json.read(ok(response), SweepView.class);
  }

  public void upload(String sha256, Path file) {
    try {
      HttpRequest request =
          request("/blobs/" + sha256)
              .header("Content-Type", "application/octet-stream")
              .timeout(Duration.ofHours(6))
              .PUT(BodyPublishers.ofFile(file))
              .build();
      ok(send(request));
    } catch (IOException e) {
      throw RegattaException.user("Cannot read " + file + ": " + e.getMessage());
    }
  }

  /**
   * Follows a sweep until {@code end} is true of it; goes on after interruptions.
   *
   * @param seen called with every change
   * @param interrupted called when the coordinator has gone, before each new attempt
   */
  SweepView watch(
      String id, Consumer<SweepView> seen, Predicate<SweepView> end, Runnable interrupted) {
    while (true) {
      Optional<SweepView> last = stream(id, seen, end);
      if (last.isPresent()) {
        return last.get();
      }
      interrupted.run();
      sleeper.pause(PAUSE);
    }
  }

  /** Empty where the stream broke off. */
  private Optional<SweepView> stream(
      String id, Consumer<SweepView> seen, Predicate<SweepView> end) {
    HttpRequest request =
        builder("/sweeps/" + id + "/events").header("Accept", "text/event-stream").GET().build();
    try {
      HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() / 100 != 2) {
          String body = String.join("\n", lines.toList());
          if (response.statusCode() >= 500) {
            return Optional.empty();
          }
          throw problem(response.statusCode(), body.getBytes(StandardCharsets.UTF_8));
        }
        return events(lines.iterator(), seen, end);
      }
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }

  private static Optional<SweepView> events(
      Iterator<String> lines, Consumer<SweepView> seen, Predicate<SweepView> end) {
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("data:") && line.contains("{")) {
        SweepView view = Json.read(line.substring("data:".length()).strip(), SweepView.class);
        seen.accept(view);
        if (end.test(view)) {
          return Optional.of(view);
        }
      }
    }
    return Optional.empty();
  }

  private <T> T get(String path, Class<T> type) {
    return Json.read(ok(send(request(path).GET().build())), type);
  }

  private HttpRequest.Builder request(String path) {
    return builder(path).timeout(TIMEOUT);
  }

  private HttpRequest.Builder builder(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server + PREFIX + path));
    token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
    return builder;
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw RegattaException.resource(
          "Cannot reach the coordinator at " + server + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted", e);
    }
  }

  private static String reason(IOException e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    // Java's client says nothing of it.
    return e instanceof ConnectException ? connection(e) : e.getClass().getSimpleName();
  }

  private static String connection(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host is unknown";
      }
    }
    return "connection refused";
  }

  private byte[] ok(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      throw problem(response.statusCode(), response.body());
    }
    return response.body();
  }

  private RegattaException problem(int status, byte[] body) {
    ErrorCategory byStatus = status < 500 ? ErrorCategory.USER : ErrorCategory.RESOURCE;
    try {
      JsonNode problem = Json.MAPPER.readTree(body);
      if (problem.path("detail").isTextual()) {
        return new RegattaException(
            category(problem.path("category").asText()).orElse(byStatus),
            problem.get("detail").asText());
      }
    } catch (IOException e) {
      // Then it is a proxy that answers, with a page of its own.
    }
    return new RegattaException(byStatus, server + " answered with status " + status);
  }

  private static Optional<ErrorCategory> category(String name) {
    return Stream.of(ErrorCategory.values()).filter(known -> known.name().equals(name)).findFirst();
  }
}

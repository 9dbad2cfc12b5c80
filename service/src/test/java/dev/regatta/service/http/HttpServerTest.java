package dev.regatta.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.settings.Secret;
import io.javalin.config.JavalinConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final String VIEWER = "viewer-token-0123456789";
  private static final String OPERATOR = "operator-token-0123456789";
  private static final Tokens TOKENS =
      Tokens.parse(new Secret("viewer " + VIEWER + "\noperator " + OPERATOR));

  private final HttpClient client = HttpClient.newHttpClient();
  private final Health health = new Health();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void tellsWhetherItIsReadyAndWhatIsMissing() throws Exception {
    AtomicReference<Optional<String>> engine =
        new AtomicReference<>(Optional.of("loads the model"));
    health.check("engine", engine::get);
    start(Tokens.NONE);
    assertThat(get("/healthz", "").statusCode()).isEqualTo(200);
    HttpResponse<String> starting = get("/readyz", "");
    assertThat(starting.statusCode()).isEqualTo(503);
    JsonNode body = Json.read(starting.body(), JsonNode.class);
    assertThat(body.at("/ready").asBoolean()).isFalse();
    assertThat(body.at("/missing/engine").asText()).isEqualTo("loads the model");
    engine.set(Optional.empty());
    HttpResponse<String> ready = get("/readyz", "");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(Json.read(ready.body(), JsonNode.class).at("/ready").asBoolean()).isTrue();
  }

  @Test
  void showsMetricsInPrometheusFormat() throws Exception {
    metrics.counter("regatta.test.events", "kind", "a").increment(3);
    start(Tokens.NONE);
    assertThat(get("/metrics", "").body()).contains("regatta_test_events_total{kind=\"a\"} 3.0");
  }

  @Test
  void letsInByRole() throws Exception {
    start(TOKENS);
    assertThat(get("/healthz", "").statusCode()).isEqualTo(200);
    assertThat(get("/look", "").statusCode()).isEqualTo(401);
    assertThat(get("/look", "").headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(get("/look", VIEWER + "x").statusCode()).isEqualTo(401);
    assertThat(get("/look", VIEWER).statusCode()).isEqualTo(200);
    assertThat(get("/look", OPERATOR).statusCode()).isEqualTo(200);
    HttpRequest lower = request("/look").header("Authorization", "bearer " + VIEWER).build();
    assertThat(send(lower).statusCode()).as("schemes have no case").isEqualTo(200);
    assertThat(get("/change", VIEWER).statusCode()).isEqualTo(403);
    assertThat(get("/change", OPERATOR).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutTokensEverythingIsOpen() throws Exception {
    start(Tokens.NONE);
    assertThat(get("/change", "").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutTokensWebPagesAreRefused() throws Exception {
    start(Tokens.NONE);
    HttpRequest fromPage = request("/change").header("Origin", "http://page.example").build();
    assertThat(send(fromPage).statusCode()).isEqualTo(403);
    assertThat(statusOf("/look", "page.example:" + server.port())).contains(" 403 ");
    assertThat(statusOf("/look", "localhost:" + server.port())).contains(" 200 ");
    assertThat(statusOf("/look", "[::1]:" + server.port())).contains(" 200 ");
  }

  /** The client does not let a host be chosen. */
  private String statusOf(String path, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void beyondThisMachineMetricsNeedAToken() throws Exception {
    server =
        HttpServer.start(new HttpSettings("0.0.0.0", 0, TOKENS), health, metrics, this::routes);
    assertThat(get("/readyz", "").statusCode()).isEqualTo(200);
    assertThat(get("/metrics", "").statusCode()).isEqualTo(401);
    assertThat(get("/metrics", VIEWER).statusCode()).isEqualTo(200);
    assertThat(server.url()).as("others can reach it").doesNotContain("0.0.0.0");
  }

  @Test
  void errorsAreProblems() throws Exception {
    start(Tokens.NONE);
    problem("/wrong", 400, "no such sweep");
    problem("/busy", 503, "the disk is full");
    problem("/broken", 500, "See the log of the service");
    problem("/nowhere", 404, "");
  }

  @Test
  void tellsTheMethodsOfAPath() throws Exception {
    start(Tokens.NONE);
    HttpResponse<String> refused = send(request("/look").DELETE().build());
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains("GET");
    assertThat(Json.read(refused.body(), JsonNode.class).at("/status").asInt()).isEqualTo(405);
  }

  private void problem(String path, int status, String detail) throws Exception {
    HttpResponse<String> response = get(path, "");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode body = Json.read(response.body(), JsonNode.class);
    assertThat(body.at("/status").asInt()).isEqualTo(status);
    assertThat(body.at("/detail").asText()).contains(detail);
  }

  @Test
  void doesNotListenToOtherMachinesWithoutTokens() {
    assertThatThrownBy(() -> new HttpSettings("0.0.0.0", 0, Tokens.NONE))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("http.host: 0.0.0.0")
        .hasMessageContaining("http.tokens-file");
    assertThat(new HttpSettings("localhost", 0, Tokens.NONE).loopback()).isTrue();
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    start(Tokens.NONE);
    assertThatThrownBy(
            () ->
                HttpServer.start(
                    new HttpSettings("127.0.0.1", server.port(), Tokens.NONE),
                    health,
                    metrics,
                    routes -> {}))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE))
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private void start(Tokens tokens) {
    server =
        HttpServer.start(new HttpSettings("127.0.0.1", 0, tokens), health, metrics, this::routes);
  }

  private void routes(JavalinConfig config) {
    config.routes.get("/look", context -> context.result("seen"), Role.VIEWER);
    config.routes.get("/change", context -> context.result("done"), Role.OPERATOR);
    config.routes.get(
        "/wrong",
        context -> {
          throw RegattaException.user("no such sweep");
        });
    config.routes.get(
        "/busy",
        context -> {
          throw RegattaException.resource("the disk is full", null);
        });
    config.routes.get(
        "/broken",
        context -> {
          throw new IllegalStateException("internals");
        });
  }

  private HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }
}

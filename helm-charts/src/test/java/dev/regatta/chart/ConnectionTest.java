package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code helm test}, run here against a server that stands for a coordinator. */
class ConnectionTest {
  private static final String TOKENS = "/etc/regatta/tokens";

  @TempDir Path directory;
  private final Map<String, Integer> statuses =
      new ConcurrentHashMap<>(Map.of("/readyz", 200, "/api/v1/workers", 200));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("viewer"), "the-viewer-token");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void itPassesWhereTheCoordinatorIsReadyAndAnswers() throws Exception {
    assertThat(run()).isZero();
  }

  @Test
  void itFailsWhereTheCoordinatorIsNotReady() throws Exception {
    statuses.put("/readyz", 503);

    assertThat(run()).isNotZero();
  }

  @Test
  void itFailsWhereTheApiDoesNotTakeTheToken() throws Exception {
    Files.writeString(directory.resolve("viewer"), "another-token");

    assertThat(run()).isNotZero();
  }

  @Test
  void itFailsWhereNobodyListens() throws Exception {
    server.stop(0);

    assertThat(run()).isNotZero();
  }

  private int run() throws Exception {
    JsonNode container = Chart.render("{}").one("Pod", "-test").at("/spec/containers/0");
    String script =
        container.at("/args/0").asText().replace(TOKENS, directory.toAbsolutePath().toString());
    assertThat(container.path("command").toString()).isEqualTo("[\"/bin/bash\",\"-euc\"]");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", "-euc", script)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile());
    builder.environment().put("COORDINATOR", "127.0.0.1");
    builder.environment().put("PORT", Integer.toString(server.getAddress().getPort()));
    return builder.start().waitFor();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean open = path.equals("/readyz");
    boolean known =
        "Bearer the-viewer-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = "{\"workers\":[]}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        open || known ? statuses.getOrDefault(path, 404) : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

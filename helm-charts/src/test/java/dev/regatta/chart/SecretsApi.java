package dev.regatta.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** As much of the API of Kubernetes as Helm's {@code lookup} of a secret asks. */
final class SecretsApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRETS = "/api/v1/namespaces/" + Chart.NAMESPACE + "/secrets/";

  private final Map<String, Map<String, String>> secrets = new ConcurrentHashMap<>();

  private SecretsApi() {}

  /** Starts it for as long as the process lives, at the address that KUBECONFIG's file names. */
  static SecretsApi start() {
    SecretsApi api = new SecretsApi();
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", api::answer);
      server.start();
      Files.writeString(Path.of(System.getenv("KUBECONFIG")), kubeconfig(server.getAddress()));
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has a secret from now on; without data none of that name. */
  void put(String name, Map<String, String> data) {
    if (data.isEmpty()) {
      secrets.remove(name);
    } else {
      secrets.put(name, Map.copyOf(data));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/api/v1")) {
      send(exchange, 200, resources());
    } else if (path.startsWith(SECRETS) && secrets.containsKey(path.substring(SECRETS.length()))) {
      send(exchange, 200, secret(path.substring(SECRETS.length())));
    } else {
      send(
          exchange,
          404,
          Map.of("kind", "Status", "apiVersion", "v1", "code", 404, "reason", "NotFound"));
    }
  }

  private Map<String, Object> secret(String name) {
    Map<String, String> data = new TreeMap<>();
    secrets
        .get(name)
        .forEach(
            (key, value) ->
                data.put(
                    key,
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return Map.of(
        "kind", "Secret", "apiVersion", "v1", "metadata", Map.of("name", name), "data", data);
  }

  private static Map<String, Object> resources() {
    Map<String, Object> secrets =
        Map.of("name", "secrets", "kind", "Secret", "namespaced", true, "verbs", List.of("get"));
    return Map.of("kind", "APIResourceList", "groupVersion", "v1", "resources", List.of(secrets));
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String kubeconfig(InetSocketAddress address) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: fake, user: {}}]
        contexts: [{name: fake, context: {cluster: fake, user: fake}}]
        current-context: fake
        """
        .formatted(address.getPort());
  }
}

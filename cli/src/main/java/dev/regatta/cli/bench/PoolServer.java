package dev.regatta.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As much of the API server of Kubernetes as pools need: lists, watches and server-side apply over
 * HTTP, for one client. It keeps what is applied, and counts that.
 */
final class PoolServer implements AutoCloseable {
  private static final String NAMESPACE = "bench";
  private static final String BEFORE_PLURAL = "/namespaces/" + NAMESPACE + "/";

  private final ServedObjects objects;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong writes = new AtomicLong();

  PoolServer(ServedObjects objects) {
    this.objects = objects;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot listen: " + e.getMessage(), e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Requests so far that change something. */
  long writes() {
    return writes.get();
  }

  /** Writes the file by which clients find it. */
  Path kubeconfig(Path file) {
    String text =
        """
        {apiVersion: v1, kind: Config, current-context: bench,
         clusters: [{name: bench, cluster: {server: "http://127.0.0.1:%d"}}],
         users: [{name: bench, user: {token: none}}],
         contexts: [{name: bench, context: {cluster: bench, user: bench, namespace: %s}}]}
        """
            .formatted(server.getAddress().getPort(), NAMESPACE);
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String[] parts =
          path.substring(path.indexOf(BEFORE_PLURAL) + BEFORE_PLURAL.length()).split("/");
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      switch (exchange.getRequestMethod()) {
        case "GET" -> {
          if (query.contains("watch=true")) {
            watch(exchange, parts[0], query);
          } else {
            answer(exchange, HttpURLConnection.HTTP_OK, list(parts[0]));
          }
        }
        case "PATCH" -> {
          writes.incrementAndGet();
          JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody());
          answer(exchange, HttpURLConnection.HTTP_OK, objects.apply(parts[0], parts[1], body));
        }
        default ->
            answer(exchange, HttpURLConnection.HTTP_BAD_METHOD, Json.MAPPER.createObjectNode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode list(String plural) {
    ServedObjects.Snapshot snapshot = objects.list(plural);
    ObjectNode list = Json.MAPPER.createObjectNode();
    list.putObject("metadata").put("resourceVersion", Long.toString(snapshot.version()));
    ArrayNode items = list.putArray("items");
    snapshot.items().forEach(items::add);
    return list;
  }

  private void watch(HttpExchange exchange, String plural, String query)
      throws IOException, InterruptedException {
    int from = Integer.parseInt(query.replaceAll(".*resourceVersion=(\\d+).*", "$1"));
    exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      while (true) {
        ServedObjects.Event event = objects.next(plural, from);
        from = event.version();
        out.write((Json.text(event.json()) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = Json.bytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}

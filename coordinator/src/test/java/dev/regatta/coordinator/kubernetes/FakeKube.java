package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.regatta.protocol.Json;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An API server of one namespace that keeps objects, watches and server-side apply as the real one
 * does, counts requests, and fails as it is told to. It knows no schemas, no defaults and no
 * permissions; of apply it knows one manager.
 */
final class FakeKube implements AutoCloseable {
  static final String NAMESPACE = "ns";
  private static final String BEFORE_PLURAL = "/namespaces/" + NAMESPACE + "/";

  private final FakeObjects objects = new FakeObjects();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  /**
   * What is to go wrong.
   *
   * @param request as in {@link #requests}
   * @param status 0 for an answer that only comes late
   */
  private record Fault(Predicate<String> request, int status, Duration delay) {}

  FakeKube() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  KubeApi api() {
    return api(Duration.ofSeconds(5));
  }

  KubeApi api(Duration timeout) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return new KubeApi(new ClientBuilder().setBasePath(url).build(), NAMESPACE, timeout);
  }

  FakeObjects objects() {
    return objects;
  }

  /** All requests so far, for instance {@code PATCH deployments/a} or {@code WATCH pods}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Requests that change something. */
  List<String> writes() {
    return requests.stream()
        .filter(each -> !each.startsWith("GET") && !each.startsWith("WATCH"))
        .toList();
  }

  /** The next request like this one is refused. */
  void fail(String request, int status) {
    faults.add(new Fault(request::equals, status, Duration.ZERO));
  }

  /** The next request like this one is answered late. */
  void delay(String request, Duration delay) {
    faults.add(new Fault(request::equals, 0, delay));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = Call.of(exchange);
      requests.add(call.shown());
      try {
        fail(call);
        answer(exchange, call);
      } catch (FakeObjects.Refusal e) {
        answer(exchange, e.status(), failure(e.status(), e.getMessage()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Call call) throws InterruptedException {
    Optional<Fault> due =
        faults.stream().filter(fault -> fault.request.test(call.shown())).findFirst();
    // Of several requests at once, one meets it.
    if (due.isPresent() && faults.remove(due.get())) {
      // A server that is slow is what is played here: nothing is waited for.
      Thread.sleep(due.get().delay.toMillis());
      if (due.get().status != 0) {
        throw new FakeObjects.Refusal(due.get().status, "told to fail");
      }
    }
  }

  private void answer(HttpExchange exchange, Call call) throws IOException, InterruptedException {
    switch (call.method) {
      case "WATCH" -> watch(exchange, call);
      case "GET" ->
          answer(
              exchange,
              200,
              call.name.isEmpty()
                  ? objects.list(call.plural, call.query)
                  : objects.get(call.plural, call.name));
      case "POST" -> answer(exchange, 201, objects.create(call.plural, call.body));
      case "PUT" -> answer(exchange, 200, objects.replace(call.plural, call.name, call.body));
      case "PATCH" ->
          answer(
              exchange,
              200,
              call.applies()
                  ? objects.apply(call.plural, call.name, call.status(), call.body)
                  : objects.merge(call.plural, call.name, call.body));
      case "DELETE" -> answer(exchange, 200, objects.delete(call.plural, call.name));
      default -> answer(exchange, 405, failure(405, call.method));
    }
  }

  private void watch(HttpExchange exchange, Call call) throws IOException, InterruptedException {
    long from = Long.parseLong(call.query.get("resourceVersion"));
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        FakeObjects.Event event = objects.next(call.plural, call.query, from);
        if (event == null) {
          return;
        }
        from = event.version();
        out.write((Json.text(event.json()) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (event.json().path("type").asText().equals("ERROR")) {
          return;
        }
      }
    }
  }

  private static ObjectNode failure(int status, String message) {
    return Json.MAPPER
        .createObjectNode()
        .put("kind", "Status")
        .put("code", status)
        .put("message", message);
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = Json.bytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    objects.close();
    server.stop(0);
    threads.shutdownNow();
  }

  /** A request, taken apart. */
  private record Call(
      String method,
      String plural,
      String name,
      String sub,
      Map<String, String> query,
      String type,
      JsonNode body) {

    static Call of(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      String[] parts =
          path.substring(path.indexOf(BEFORE_PLURAL) + BEFORE_PLURAL.length()).split("/");
      Map<String, String> query = query(exchange.getRequestURI().getQuery());
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      return new Call(
          query.containsKey("watch") ? "WATCH" : exchange.getRequestMethod(),
          parts[0],
          parts.length > 1 ? parts[1] : "",
          parts.length > 2 ? parts[2] : "",
          query,
          String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
          bytes.length == 0 ? null : Json.read(bytes, JsonNode.class));
    }

    private static Map<String, String> query(String text) {
      return text == null
          ? Map.of()
          : Arrays.stream(text.split("&"))
              .map(each -> each.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    boolean applies() {
      return type.startsWith("application/apply-patch+yaml");
    }

    boolean status() {
      return sub.equals("status");
    }

    String shown() {
      return (method + " " + plural + "/" + name + "/" + sub).replaceAll("/+$", "");
    }
  }
}

package dev.regatta.worker.runtime.openai;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * HTTP/1.1 to one server, connections kept alive, any number of requests in flight on a few
 * threads.
 *
 * <p>A request's time limit holds until its answer is complete; the JDK's own ends with the
 * headers, and a server that hangs in mid-answer would be waited for without end. The limits are
 * checked by one sweep over what is in flight, which costs a request next to nothing.
 */
final class Endpoint implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final long SWEEP_MILLIS = 100;
  private static final int THREADS = 2;

  private final URI base;
  private final URI root;
  private final Optional<String> authorization;
  private final HttpClient client;
  private final ExecutorService executor;
  private final ScheduledExecutorService timer;
  private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** A request in flight. */
  private record Exchange(CompletableFuture<?> http, CompletableFuture<?> result, long deadline) {}

  /** An end point of the server by its own address, made once and not for every request. */
  record Target(URI uri) {}

  Endpoint(OpenAiOptions options, Optional<ApiKey> key) {
    this.base = options.baseUrl();
    this.root = options.root();
    this.authorization = key.map(ApiKey::authorization);
    this.executor = Executors.newFixedThreadPool(THREADS, daemons("openai-http"));
    this.timer = Executors.newSingleThreadScheduledExecutor(daemons("openai-timer"));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(executor)
            .build();
    timer.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** An address of OpenAI's API, such as {@code /completions}. */
  Target api(String path) {
    return new Target(URI.create(base + path));
  }

  /** An address beside OpenAI's API, such as {@code /metrics}. */
  Target beside(String path) {
    return new Target(URI.create(root + path));
  }

  /** Runs something after a while, on the timer's thread; it must be short. */
  void later(Duration delay, Runnable task) {
    try {
      timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is waited for any more.
    }
  }

  CompletableFuture<Reply> get(Target target, Duration timeout) {
    return send(request(target).GET().build(), timeout, whole());
  }

  CompletableFuture<Reply> post(Target target, byte[] json, Duration timeout) {
    return send(posted(target, json), timeout, whole());
  }

  /**
   * Posts a request whose answer is a stream of server-sent events; each event's data goes to the
   * consumer as it arrives. An answer of another type arrives as a whole.
   */
  CompletableFuture<Reply> stream(
      Target target, byte[] json, Duration timeout, Consumer<byte[]> events) {
    return send(posted(target, json), timeout, streamed(events));
  }

  private HttpRequest.Builder request(Target target) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target.uri());
    authorization.ifPresent(value -> request.setHeader("Authorization", value));
    return request;
  }

  private HttpRequest posted(Target target, byte[] json) {
    return request(target)
        .setHeader("Content-Type", Reply.JSON)
        .POST(BodyPublishers.ofByteArray(json))
        .build();
  }

  private static BodyHandler<Reply> whole() {
    return head ->
        BodySubscribers.mapping(BodySubscribers.ofByteArray(), body -> reply(head, body));
  }

  private static BodyHandler<Reply> streamed(Consumer<byte[]> events) {
    return head ->
        contentType(head.headers()).equals(Reply.EVENTS) && head.statusCode() == 200
            ? new EventSubscriber<>(events, () -> reply(head, new byte[0]))
            : whole().apply(head);
  }

  private static Reply reply(HttpResponse.ResponseInfo head, byte[] body) {
    return new Reply(
        head.statusCode(), contentType(head.headers()), RetryAfter.of(head.headers()), body);
  }

  private static String contentType(HttpHeaders headers) {
    String value = headers.firstValue("content-type").orElse("");
    int parameters = value.indexOf(';');
    String type = parameters < 0 ? value : value.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private CompletableFuture<Reply> send(
      HttpRequest request, Duration timeout, BodyHandler<Reply> handler) {
    CompletableFuture<Reply> result = new CompletableFuture<>();
    CompletableFuture<HttpResponse<Reply>> http = client.sendAsync(request, handler);
    Exchange exchange = new Exchange(http, result, System.nanoTime() + timeout.toNanos());
    inFlight.add(exchange);
    http.whenComplete(
        (response, error) -> {
          inFlight.remove(exchange);
          if (error == null) {
            result.complete(response.body());
          } else {
            result.completeExceptionally(
                error instanceof CompletionException ? error.getCause() : error);
          }
        });
    if (closed) {
      abandon(exchange, new CancellationException("closed"));
    }
    return result;
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Exchange exchange : inFlight) {
      if (now - exchange.deadline > 0) {
        abandon(exchange, new HttpTimeoutException("no answer within the time limit"));
      }
    }
  }

  private void abandon(Exchange exchange, Exception reason) {
    inFlight.remove(exchange);
    // Ours first: cancelling would complete it with a reason of its own.
    exchange.result.completeExceptionally(reason);
    exchange.http.cancel(true);
  }

  /** Gives up what is in flight. */
  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    inFlight.forEach(exchange -> abandon(exchange, new CancellationException("closed")));
    executor.shutdown();
  }
}

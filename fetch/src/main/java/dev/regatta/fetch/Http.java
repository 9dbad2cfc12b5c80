package dev.regatta.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GET with redirects followed here, so that authorisation goes to the authority it was given for
 * and to no other.
 */
final class Http {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_REDIRECTS = 10;
  private static final Duration HEADERS_WITHIN = Duration.ofSeconds(60);

  private final HttpClient client;

  Http(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HTTP client follows redirects itself and would carry tokens to other hosts");
    }
    this.client = client;
  }

  /** An answer and where it came from in the end. */
  record Reply(HttpResponse<InputStream> response, Target target) implements AutoCloseable {
    int status() {
      return response.statusCode();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  /** A status that is no success. */
  static final class StatusException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final Duration retryAfter;

    StatusException(Reply reply) {
      super("HTTP status " + reply.status());
      this.status = reply.status();
      this.retryAfter =
          reply
              .header("Retry-After")
              .filter(text -> text.matches("\\d{1,4}"))
              .map(text -> Duration.ofSeconds(Long.parseLong(text)))
              .orElse(Duration.ZERO);
    }

    int status() {
      return status;
    }

    boolean isTransient() {
      return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    Duration retryAfter() {
      return retryAfter;
    }
  }

  Reply get(Target target, Map<String, String> headers) throws IOException, InterruptedException {
    Target at = target;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Reply reply = new Reply(client.send(request(at, headers), BodyHandlers.ofInputStream()), at);
      Optional<String> location = reply.header("Location");
      if (!REDIRECTS.contains(reply.status()) || location.isEmpty()) {
        return reply;
      }
      reply.close();
      at = follow(at, location.get());
    }
    throw new IOException("more than " + MAX_REDIRECTS + " redirects");
  }

  private static Target follow(Target from, String location) throws IOException {
    Target to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("redirected to an invalid address");
    }
    boolean http = "http".equalsIgnoreCase(to.uri().getScheme());
    if (!http && !"https".equalsIgnoreCase(to.uri().getScheme())) {
      throw new IOException("redirected to a scheme other than http and https");
    }
    if (http && "https".equalsIgnoreCase(from.uri().getScheme())) {
      throw new IOException("redirected from https to http");
    }
    return to;
  }

  private static HttpRequest request(Target target, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target.uri()).timeout(HEADERS_WITHIN);
    request.header("User-Agent", "regatta");
    headers.forEach(request::header);
    target.authorization().ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }
}

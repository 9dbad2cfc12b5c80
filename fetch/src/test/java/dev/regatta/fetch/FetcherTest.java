package dev.regatta.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
  private static final String ABC = "abc";
  // FIPS 180-2, appendix B.1
  private static final String ABC_SHA256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path directory;
  private final TestingServer server;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Duration> sleeps = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  FetcherTest() throws IOException {
    server = new TestingServer();
  }

  @BeforeEach
  void setHome() {
    environment.put("HOME", directory.toString());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Fetcher fetcher() {
    FetchListener listener =
        new FetchListener() {
          @Override
          public void terms(String source, Terms terms) {
            events.add("terms " + terms.licence());
          }

          @Override
          public void progress(String source, long bytes, OptionalLong total) {
            events.add("progress " + bytes + "/" + total.orElse(-1));
          }
        };
    return new Fetcher(
        directory.resolve("cache"),
        environment,
        listener,
        HttpClient.newHttpClient(),
        sleeps::add,
        Duration.ofMillis(300));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private RegattaException failure(String source, String sha256) {
    try {
      fetcher().fetch(source, Optional.ofNullable(sha256));
    } catch (RegattaException e) {
      return e;
    }
    throw new AssertionError("no failure");
  }

  @Test
  void aLocalFileStaysWhereItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), ABC);
    for (String source : List.of(file.toString(), "~/a.txt", file.toUri().toString())) {
      Fetched fetched = fetcher().fetch(source, Optional.of(ABC_SHA256.toUpperCase(Locale.ROOT)));
      assertThat(fetched.path()).isEqualTo(file);
      assertThat(fetched.sha256()).isEqualTo(ABC_SHA256);
    }
    assertThat(failure("~/missing.txt", null))
        .hasMessageContaining("~/missing.txt: no such file")
        .extracting(RegattaException::category)
        .isEqualTo(ErrorCategory.USER);
  }

  @Test
  void joinsTheFilePublishedInParts() throws IOException {
    Files.writeString(directory.resolve("m.gguf.part0"), "a");
    Files.writeString(directory.resolve("m.gguf.part1"), "bc");
    Fetched joined =
        fetcher()
            .fetchJoined(
                List.of("~/m.gguf.part0", "~/m.gguf.part1"),
                Optional.of(ABC_SHA256),
                Optional.empty());
    assertThat(joined.path()).hasContent(ABC).hasFileName("m.gguf");
    assertThat(joined.sha256()).isEqualTo(ABC_SHA256);
    assertThatThrownBy(
            () ->
                fetcher()
                    .fetchJoined(
                        List.of("~/m.gguf.part1", "~/m.gguf.part0"),
                        Optional.of(ABC_SHA256.replace('b', 'c')),
                        Optional.empty()))
        .hasMessageContaining("SHA-256");
  }

  @Test
  void aChangedLocalFileIsHashedAnew() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), ABC);
    fetcher().fetch("~/a.txt", Optional.empty());
    Files.writeString(file, "abcd");
    assertThat(failure("~/a.txt", ABC_SHA256)).hasMessageContaining("expected " + ABC_SHA256);
  }

  @Test
  void aSecondFetchNeedsNoNetwork() throws IOException {
    server.serve("/d/a.txt", "text/plain", bytes(ABC));
    Fetched first = fetcher().fetch(server.url("/d/a.txt"), Optional.empty());
    assertThat(first.sha256()).isEqualTo(ABC_SHA256);
    assertThat(first.path().getFileName()).hasToString("a.txt");
    assertThat(first.path()).hasContent(ABC);
    assertThat(fetcher().fetch(server.url("/d/a.txt"), Optional.empty())).isEqualTo(first);
    Fetched byHash = fetcher().fetch(server.url("/elsewhere"), Optional.of(ABC_SHA256));
    assertThat(byHash.path()).isEqualTo(first.path());
    assertThat(server.seen()).hasSize(1);
    Files.writeString(first.path(), "damaged");
    assertThat(fetcher().fetch(server.url("/d/a.txt"), Optional.empty()).path()).hasContent(ABC);
  }

  @Test
  void termsAreToldBeforeTheFirstFetchOnly() {
    server.serve("/a", "text/plain", bytes(ABC));
    Optional<Terms> terms = Optional.of(new Terms("Apache-2.0", "someone"));
    fetcher().fetch(List.of(server.url("/a")), Optional.empty(), terms);
    fetcher().fetch(List.of(server.url("/a")), Optional.empty(), terms);
    assertThat(events).containsExactly("terms Apache-2.0", "progress 3/3");
  }

  @Test
  void continuesAfterACutConnection() {
    byte[] body = new byte[300_000];
    new Random(1).nextBytes(body);
    server.on("/big", exchange -> serveHalves(exchange, body));
    Fetched fetched = fetcher().fetch(server.url("/big"), Optional.empty());
    assertThat(fetched.path()).hasBinaryContent(body);
    assertThat(server.seen()).hasSizeGreaterThan(1);
    assertThat(server.seen().get(1).range()).matches("bytes=[1-9]\\d*-");
    assertThat(sleeps).isNotEmpty().allMatch(Duration.ofSeconds(1)::equals);
    assertThat(events.get(events.size() - 1)).isEqualTo("progress 300000/300000");
  }

  /** Sends half of what is asked for, then cuts; the rest when it is small. */
  private static void serveHalves(HttpExchange exchange, byte[] body) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    int rest = body.length - from;
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, rest);
    exchange.getResponseBody().write(body, from, rest > 100_000 ? rest / 2 : rest);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  @Test
  void continuesThePartOfAnEarlierRunWhereTheHashIsKnown() throws IOException {
    byte[] body = bytes(ABC);
    server.on("/a", exchange -> serveHalves(exchange, body));
    String source = server.url("/a");
    Path part = new Cache(directory.resolve("cache")).part(Source.parse(source, Map.of()), ".part");
    Files.writeString(part, "ab");
    assertThat(fetcher().fetch(source, Optional.of(ABC_SHA256)).path()).hasContent(ABC);
    assertThat(server.seen()).extracting(TestingServer.Seen::range).containsExactly("bytes=2-");
  }

  @Test
  void startsAnewWhereThePartWasOfAnotherFile() throws IOException {
    byte[] body = bytes(ABC);
    server.on("/a", exchange -> serveHalves(exchange, body));
    String source = server.url("/a");
    Path part = new Cache(directory.resolve("cache")).part(Source.parse(source, Map.of()), ".part");
    Files.writeString(part, "xy");
    assertThat(fetcher().fetch(source, Optional.of(ABC_SHA256)).path()).hasContent(ABC);
    Files.writeString(part, "xy");
    deleteCached();
    assertThat(fetcher().fetch(source, Optional.empty()).path()).hasContent(ABC);
  }

  private void deleteCached() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("cache/files"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aStalledBodyIsTriedAgain() {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    server.on(
        "/a",
        exchange -> {
          if (calls.incrementAndGet() > 1) {
            TestingServer.reply(exchange, 200, "text/plain", bytes(ABC));
            over.countDown();
            return;
          }
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          awaitQuietly(over);
          exchange.close();
        });
    assertThat(fetcher().fetch(server.url("/a"), Optional.empty()).path()).hasContent(ABC);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aWrongHashIsTheUsersError() throws IOException {
    server.serve("/a", "text/plain", bytes("abd"));
    assertThat(failure(server.url("/a"), ABC_SHA256))
        .hasMessageContaining("expected " + ABC_SHA256)
        .hasMessageContaining(Sha256.of("abd"))
        .extracting(RegattaException::category)
        .isEqualTo(ErrorCategory.USER);
    assertThat(failure("/x", "123")).hasMessageContaining("64 hexadecimal digits");
  }

  @Test
  void theNextSourceFollowsAMissingOne() {
    server.serve("/b", "text/plain", bytes(ABC));
    List<String> sources =
        List.of("/no/such/file", server.url("/missing"), server.url("/b"), server.url("/c"));
    Fetched fetched = fetcher().fetch(sources, Optional.empty());
    assertThat(fetched.source()).isEqualTo(server.url("/b"));
    assertThat(sleeps).isEmpty();
    fetcher().fetch(sources, Optional.empty());
    assertThat(server.seen()).hasSize(2);
  }

  @Test
  void errorsNameEverySourceAndReason() {
    server.on("/private", e -> TestingServer.reply(e, 401, "text/plain", new byte[0]));
    server.on("/down", e -> TestingServer.reply(e, 503, "text/plain", new byte[0]));
    String secret = "http://joe:geheim@" + server.host() + "/private";
    List<String> sources = List.of(server.url("/missing"), secret, server.url("/down"));
    assertThatThrownBy(() -> fetcher().fetch(sources, Optional.empty()))
        .hasMessageContaining("/missing: HTTP status 404")
        .hasMessageContaining("/private: HTTP status 401: the server asks for credentials")
        .hasMessageContaining("/down: HTTP status 503")
        .hasMessageNotContaining("geheim")
        .extracting(e -> ((RegattaException) e).category())
        .isEqualTo(ErrorCategory.RESOURCE);
    assertThat(sleeps).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
  }

  @Test
  void theServersDelayIsKept() {
    AtomicInteger calls = new AtomicInteger();
    server.on(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          int status = calls.incrementAndGet() == 1 ? 429 : 200;
          TestingServer.reply(exchange, status, "text/plain", bytes(ABC));
        });
    fetcher().fetch(server.url("/a"), Optional.empty());
    assertThat(sleeps).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void theHubsTokenGoesToTheHubOnly() {
    environment.put("HF_TOKEN", "hf_secret");
    environment.put("HF_ENDPOINT", server.url("/hub/"));
    server.on(
        "/hub/owner/repo/resolve/v1/sub/a%20b.gguf",
        exchange -> TestingServer.redirect(exchange, "/moved"));
    server.on(
        "/moved",
        exchange ->
            TestingServer.redirect(exchange, "http://" + server.otherHost() + "/store?sig=1"));
    server.serve("/store", "application/octet-stream", bytes(ABC));
    Fetched fetched = fetcher().fetch("hf://owner/repo/sub/a b.gguf@v1", Optional.empty());
    assertThat(fetched.path()).hasContent(ABC);
    assertThat(fetched.source()).isEqualTo("hf://owner/repo/sub/a b.gguf@v1");
    assertThat(server.seen())
        .extracting(TestingServer.Seen::authorization)
        .containsExactly("Bearer hf_secret", "Bearer hf_secret", null);
  }

  @Test
  void datasetsOfTheHub() {
    environment.put("HF_ENDPOINT", server.url(""));
    server.serve("/datasets/o/d/resolve/main/x.parquet", "x/y", bytes(ABC));
    server.serve("/datasets/o/d/resolve/refs%2Fconvert%2Fparquet/x.parquet", "x/y", bytes("v2"));
    assertThat(fetcher().fetch("hf://datasets/o/d/x.parquet", Optional.empty()).sha256())
        .isEqualTo(ABC_SHA256);
    String revision = "hf://datasets/o/d/x.parquet@refs/convert/parquet";
    assertThat(fetcher().fetch(revision, Optional.empty()).path()).hasContent("v2");
    assertThat(server.seen())
        .extracting(TestingServer.Seen::authorization)
        .containsExactly(null, null);
    server.on(
        "/datasets/o/d/resolve/main/gated",
        exchange -> TestingServer.reply(exchange, 403, "text/plain", new byte[0]));
    assertThat(failure("hf://datasets/o/d/gated", null)).hasMessageContaining("set HF_TOKEN");
  }

  @Test
  void malformedSourcesAreTheUsersError() {
    for (String source : List.of("s3://b/k", "hf://owner", "pypi://name/file", "http://", "hf:/")) {
      assertThat(failure(source, null).category()).isEqualTo(ErrorCategory.USER);
    }
  }

  @Test
  void concurrentFetchesDownloadOnce() {
    byte[] body = new byte[100_000];
    Arrays.fill(body, (byte) 'x');
    server.serve("/a", "text/plain", body);
    List<CompletableFuture<Fetched>> all =
        Stream.generate(this::fetcher)
            .limit(4)
            .map(
                f ->
                    CompletableFuture.supplyAsync(
                        () -> f.fetch(server.url("/a"), Optional.empty())))
            .toList();
    assertThat(all).extracting(CompletableFuture::join).containsOnly(all.get(0).join());
    assertThat(server.seen()).hasSize(1);
  }
}

package dev.regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that says what a coordinator, or a proxy before it, may say. */
class ApiClientTest {
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private HttpServer server;
  private ApiClient client;

  private record Answer(int status, String type, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client = new ApiClient(address, Optional.empty(), pauses::add);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) {
    Answer answer = answers.remove();
    try (exchange) {
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type);
      exchange.sendResponseHeaders(answer.status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(int status, String type, String body) {
    answers.add(new Answer(status, type, body));
  }

  private void events(SweepStatus... states) {
    StringBuilder body = new StringBuilder(": hello\n\n");
    for (SweepStatus state : states) {
      body.append("event: sweep\ndata: {\"id\":\"s-1\",\"state\":\"" + state + "\"}\n\n");
    }
    say(200, "text/event-stream", body.toString());
  }

  @Test
  void aWatcherComesBackWhenTheCoordinatorDoes() {
    events(SweepStatus.PLANNING, SweepStatus.RUNNING);
    say(503, "text/html", "<html>no coordinator</html>");
    events(SweepStatus.RUNNING, SweepStatus.LANDED, SweepStatus.SCORED);
    List<SweepStatus> seen = new ArrayList<>();
    List<String> interruptions = new ArrayList<>();
    client.watch(
        "s-1",
        sweep -> seen.add(sweep.state()),
        sweep -> sweep.state() == SweepStatus.SCORED,
        () -> interruptions.add("gone"));
    assertThat(seen)
        .containsExactly(
            SweepStatus.PLANNING,
            SweepStatus.RUNNING,
            SweepStatus.RUNNING,
            SweepStatus.LANDED,
            SweepStatus.SCORED);
    assertThat(interruptions).hasSize(2);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void aProblemHasTheCoordinatorsWordsAndCategory() {
    say(404, "application/problem+json", "{\"detail\":\"No sweep x\",\"category\":\"USER\"}");
    say(
        400,
        "application/problem+json",
        "{\"detail\":\"New\",\"category\":\"OF_ANOTHER_VERSION\"}");
    say(502, "text/html", "<html>{\"secret\"}</html>");
    assertProblem(ErrorCategory.USER, "No sweep x");
    assertProblem(ErrorCategory.USER, "New");
    assertProblem(ErrorCategory.RESOURCE, client.server() + " answered with status 502");
  }

  /** What the probe of an engine has found, for people. */
  @Test
  void workersAreShownWithWhatTheyCanDoAndWhatTheyRefuse() {
    String described =
        """
        {"workers":[
          {"id":"w-1","state":"SERVING","model":"a","runtime":"openai","runtimeVersion":"1 vllm",
           "kinds":["GENERATE","CHAT"],"window":2048,"refused":{"SCORE":"shifted by a token"}},
          {"id":"w-2","state":"WAITING","message":"the engine","model":"b","runtime":"openai"}]}
        """;
    say(200, "application/json", described);
    say(200, "application/json", "{\"queues\":[]}");
    assertWorkers(Cli.regatta("workers", "--server=" + client.server()));
    say(200, "application/json", "{\"sweeps\":[]}");
    say(200, "application/json", described);
    say(200, "application/json", "{\"pools\":[]}");
    assertWorkers(Cli.regatta("status", "--server=" + client.server()));
  }

  private static void assertWorkers(Cli shown) {
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .containsPattern("w-1 +serving +a +openai 1 vllm +generate chat +2,048 ")
        .containsPattern("w-2 +waiting: the engine +b ")
        .contains("w-1 refuses SCORE: shifted by a token")
        .doesNotContain("null");
  }

  @Test
  void whereNothingListensTheConnectionIsRefused() {
    server.stop(0);
    assertThatThrownBy(client::sweeps)
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE))
        .hasMessage("Cannot reach the coordinator at " + client.server() + ": connection refused");
  }

  private void assertProblem(ErrorCategory category, String message) {
    assertThatThrownBy(client::sweeps)
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(category))
        .hasMessage(message);
  }

  @Test
  void aSweepIsNamedByItsStartOrNotAtAll() {
    String sweeps = "{\"sweeps\":[{\"id\":\"quick-1\"},{\"id\":\"quick-2\"},{\"id\":\"slow-1\"}]}";
    for (int i = 0; i < 4; i++) {
      say(200, "application/json", sweeps);
    }
    say(200, "application/json", "{\"sweeps\":[]}");
    assertThat(client.find(Optional.of("slow")).id()).isEqualTo("slow-1");
    assertThat(client.find(Optional.of("quick-2")).id()).isEqualTo("quick-2");
    assertThatThrownBy(() -> client.find(Optional.of("quick")))
        .hasMessage("Several sweeps fit; name one of quick-1, quick-2");
    assertThatThrownBy(() -> client.find(Optional.of("none")))
        .hasMessage("No sweep none at " + client.server() + " (there: quick-1, quick-2, slow-1)");
    assertThatThrownBy(() -> client.find(Optional.empty()))
        .hasMessage("No sweep at " + client.server());
  }
}

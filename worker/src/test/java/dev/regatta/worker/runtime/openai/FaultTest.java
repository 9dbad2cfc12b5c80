package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import dev.regatta.worker.runtime.RuntimeFailure.Action;
import dev.regatta.worker.runtime.openai.FakeServer.End;
import dev.regatta.worker.runtime.openai.FakeServer.Response;
import dev.regatta.worker.runtime.openai.ToyServer.Trait;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a request when the server misbehaves: a test for each line of the table. */
class FaultTest {
  private static final Response GOOD =
      Response.json(
          """
          {"choices":[{"index":0,"text":" fine","finish_reason":"length","stop_reason":null,
            "logprobs":{"tokens":[" fine"],"token_logprobs":[-0.5]}}],
           "usage":{"prompt_tokens":2,"completion_tokens":1}}""");
  private static final Response STREAM =
      Response.events(
          List.of(
              "{\"choices\":[{\"index\":0,\"text\":\" fi\",\"logprobs\":{\"tokens\":[\" fi\"],\"token_logprobs\":[-0.5]}}]}",
              "{\"choices\":[{\"index\":0,\"text\":\"ne\",\"logprobs\":{\"tokens\":[\"ne\"],\"token_logprobs\":[-0.5]},\"finish_reason\":\"length\"}]}",
              "{\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":2}}",
              "[DONE]"));

  private FakeServer server;
  private OpenAiRuntime runtime;
  private final Deque<Response> script = new ArrayDeque<>();

  /** Opens a server that does well until the runtime has probed it, then follows the script. */
  private void open(Set<Trait> traits, String... options) {
    ToyServer toy = new ToyServer(traits);
    server = new FakeServer(toy);
    runtime = OpenAi.open(server, options);
    server.calls.clear();
    server.handler(
        call -> {
          if (!call.path().endsWith("completions")) {
            return toy.handle(call);
          }
          synchronized (script) {
            return script.isEmpty() ? GOOD : script.poll();
          }
        });
  }

  private void open(String... options) {
    open(ToyServer.fullBut(Trait.STREAM), options);
  }

  private void script(Response... responses) {
    synchronized (script) {
      script.addAll(List.of(responses));
    }
  }

  @AfterEach
  void close() {
    runtime.close();
    server.close();
  }

  private Answer answer() throws Exception {
    return runtime.submit(OpenAi.generate("The quick")).get(60, TimeUnit.SECONDS);
  }

  private void assertFails(ErrorCategory category, Action action, String message, int requests) {
    Throwable thrown = catchThrowable(this::answer);
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    assertThat(thrown.getCause()).isInstanceOf(RuntimeFailure.class);
    RuntimeFailure failure = (RuntimeFailure) thrown.getCause();
    assertThat(failure).hasMessageContaining(message);
    assertThat(failure.category()).isEqualTo(category);
    assertThat(failure.action()).isEqualTo(action);
    assertThat(server.calls)
        .filteredOn(call -> call.path().equals("/v1/completions"))
        .hasSize(requests);
  }

  private void assertIsAnsweredAfter(int requests) throws Exception {
    assertThat(answer().outputs().get(0).text()).isEqualTo(" fine");
    assertThat(server.count("/v1/completions")).isEqualTo(requests);
  }

  @Test
  void aBadRequestIsQuarantinedWithTheServersReason() {
    open();
    script(ToyServer.refused(400, "logit_bias must be sorted"));
    assertFails(ErrorCategory.MODEL, Action.QUARANTINE, "logit_bias must be sorted", 1);
  }

  @Test
  void aPromptThatIsTooLongIsTheUsers() {
    open();
    script(ToyServer.refused(400, "This model's maximum context length is 2048 tokens."));
    assertFails(ErrorCategory.USER, Action.QUARANTINE, "maximum context length is 2048", 1);
  }

  @Test
  void invalidFieldsAreQuarantined() {
    open();
    script(Response.json(422, Map.of("detail", "Input validation error: `inputs` tokens + x")));
    assertFails(ErrorCategory.MODEL, Action.QUARANTINE, "status 422, Input validation", 1);
  }

  @Test
  void aServerErrorIsTriedAgainByTheQueue() {
    open();
    script(ToyServer.refused(500, "CUDA error"));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "status 500, CUDA error", 1);
  }

  @Test
  void soIsAStrangeStatus() {
    open();
    script(Response.of(307, "text/plain", "elsewhere"));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "status 307", 1);
  }

  @Test
  void soIsAnErrorInAGoodAnswersPlace() {
    open();
    script(Response.json(Map.of("error", Map.of("message", "engine loop died"))));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "engine loop died", 1);
  }

  @Test
  void soIsHalfAJson() {
    open();
    script(Response.json("{\"choices\": [{\"index\": 0, \"te"));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "damaged", 1);
  }

  @Test
  void soIsAnAnswerOfAnotherType() {
    open();
    script(Response.of(200, "text/html", "<html>Welcome</html>"));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "its type is 'text/html'", 1);
  }

  @Test
  void soIsAnAnswerWithoutWhatWasAskedFor() {
    open();
    script(
        Response.json(
            "{\"choices\":[{\"index\":0,\"text\":\" fine\",\"finish_reason\":\"stop\"}]}"));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "no log-probabilities", 1);
  }

  @Test
  void soIsOneThatTakesTooLong() {
    open("request_timeout_seconds", "1");
    script(GOOD.ending(End.NEVER));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "no answer in time", 1);
    assertThat(runtime.state().concurrency()).isLessThan(ConcurrencyLimit.START);
  }

  @Test
  void aStreamThatHangsEndsAtTheSameLimit() {
    open(ToyServer.FULL, "request_timeout_seconds", "1");
    script(STREAM.ending(End.NEVER));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "no answer in time", 1);
  }

  @Test
  void whatNobodyWaitsForAnyMoreEndsAndLeavesItsPlace() throws Exception {
    open("concurrency", "1", "request_timeout_seconds", "600");
    script(GOOD.ending(End.NEVER));
    CompletableFuture<Answer> hangs = submitted();
    CompletableFuture<Answer> next = runtime.submit(OpenAi.generate("The quick"));
    hangs.completeExceptionally(new TimeoutException());
    assertThat(next.get(60, TimeUnit.SECONDS).outputs()).hasSize(1);
    Awaitility.await().until(() -> server.left() == 1);
    assertThat(runtime.state().concurrency()).isEqualTo(1);
  }

  @Test
  void soDoesAStream() throws Exception {
    open(ToyServer.FULL, "request_timeout_seconds", "600");
    script(STREAM.ending(End.NEVER));
    submitted().cancel(false);
    Awaitility.await().until(() -> server.left() == 1);
  }

  @Test
  void whatIsGivenUpWhileItWaitsHereIsNotSent() throws Exception {
    open("concurrency", "1", "request_timeout_seconds", "600");
    script(GOOD.ending(End.NEVER));
    CompletableFuture<Answer> hangs = submitted();
    CompletableFuture<Answer> waits = runtime.submit(OpenAi.generate("The quick"));
    CompletableFuture<Answer> last = runtime.submit(OpenAi.generate("The quick"));
    waits.cancel(false);
    hangs.cancel(false);
    assertThat(last.get(60, TimeUnit.SECONDS).outputs()).hasSize(1);
    assertThat(server.count("/v1/completions")).isEqualTo(2);
  }

  /** A request that the server has, the first one. */
  private CompletableFuture<Answer> submitted() {
    CompletableFuture<Answer> answer = runtime.submit(OpenAi.generate("The quick"));
    Awaitility.await().until(() -> server.count("/v1/completions") == 1);
    return answer;
  }

  @Test
  void aGatewaysTimeoutIsOneToo() {
    open();
    script(Response.of(504, "text/html", "<html>Gateway Time-out</html>"));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "no answer in time: status 504", 1);
  }

  @Test
  void aConnectionThatBreaksOnceIsTriedAgainAtOnce() throws Exception {
    open();
    script(GOOD.ending(End.RESET));
    assertIsAnsweredAfter(2);
  }

  @Test
  void oneThatBreaksTwiceGoesBackToTheQueue() {
    open();
    // The request may be what kills the engine.
    script(GOOD.ending(End.RESET), GOOD.ending(End.EARLY));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "broke its answer off", 2);
  }

  @Test
  void aStreamThatBreaksIsTriedAgainAtOnce() throws Exception {
    open(ToyServer.FULL);
    script(STREAM.ending(End.RESET), STREAM);
    assertIsAnsweredAfter(2);
  }

  @Test
  void aStreamThatEndsEarlyIsNoAnswer() throws Exception {
    open(ToyServer.FULL);
    Response cut = new Response(200, STREAM.headers(), STREAM.parts().subList(0, 1), End.WELL);
    script(cut, STREAM);
    assertIsAnsweredAfter(2);
  }

  @Test
  void anErrorInAStreamIsTheServers() {
    open(ToyServer.FULL);
    script(
        Response.events(
            List.of("{\"error\":{\"message\":\"EngineDeadError\",\"code\":500}}", "[DONE]")));
    assertFails(ErrorCategory.MODEL, Action.RETRY, "EngineDeadError", 1);
  }

  @Test
  void tooManyRequestsWaitHereAsLongAsTheServerAsks() throws Exception {
    open();
    script(ToyServer.refused(429, "slow down").with("Retry-After", "1"));
    long started = System.nanoTime();
    assertIsAnsweredAfter(2);
    assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(1_000_000_000L);
    assertThat(runtime.state().concurrency()).isLessThan(ConcurrencyLimit.START);
  }

  @Test
  void soDoTheyWhereTheServerIsUnavailable() throws Exception {
    open();
    script(ToyServer.refused(503, "overloaded"));
    assertIsAnsweredAfter(2);
    assertThat(runtime.state().concurrency()).isLessThan(ConcurrencyLimit.START);
  }

  @Test
  void butNotLongerThanTheyMay() {
    open("outage_timeout_seconds", "1");
    Response busy = ToyServer.refused(429, "quota exceeded").with("Retry-After", "0.6");
    script(busy, busy, busy);
    assertFails(ErrorCategory.RESOURCE, Action.RETRY, "quota exceeded", 3);
  }

  @Test
  void anEngineThatGoesAwayIsWaitedForWithoutAnAttempt() throws Exception {
    open();
    server.stop();
    List<CompletableFuture<Answer>> answers =
        List.of(
            runtime.submit(OpenAi.generate("The quick")),
            runtime.submit(OpenAi.generate("The lazy")));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(runtime.state().waitingFor())
                    .hasValueSatisfying(why -> assertThat(why).contains("cannot be reached")));
    assertThat(answers).noneMatch(CompletableFuture::isDone);
    // Back, but not yet answering: its first right answer counts.
    script(ToyServer.refused(503, "loading"), ToyServer.refused(500, "loading"));
    server.start();
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS).outputs().get(0).text()).isEqualTo(" fine");
    }
    assertThat(runtime.state().waitingFor()).isEmpty();
  }

  @Test
  void whatIsInFlightWhenItGoesIsSentAgain() throws Exception {
    open();
    script(GOOD.ending(End.NEVER));
    CompletableFuture<Answer> answer = runtime.submit(OpenAi.generate("The quick"));
    Awaitility.await().until(() -> server.count("/v1/completions") == 1);
    server.stop();
    server.start();
    assertThat(answer.get(60, TimeUnit.SECONDS).outputs().get(0).text()).isEqualTo(" fine");
  }

  @Test
  void anEngineThatStaysAwayGivesItsRequestsBack() {
    open("outage_timeout_seconds", "1");
    server.stop();
    assertFails(ErrorCategory.MODEL, Action.RETRY, "cannot be reached", 0);
  }

  @Test
  void aKeyThatIsRefusedOrAModelThatIsGoneBlamesNoRequest() throws Exception {
    open();
    script(ToyServer.refused(401, "key expired"), ToyServer.refused(401, "key expired"));
    assertIsAnsweredAfter(4);
    server.calls.clear();
    script(ToyServer.refused(404, "The model `toy` does not exist."));
    assertIsAnsweredAfter(3);
  }

  @ParameterizedTest
  @CsvSource({
    "401, USER, The engine refuses the API key",
    "403, USER, The engine refuses the API key",
    "404, USER, The engine does not serve this model",
    "502, MODEL, The engine cannot be reached",
    "503, RESOURCE, The engine takes no more requests now",
  })
  void whatIsWaitedForInVainGoesBackToTheQueueWithItsReason(
      int status, ErrorCategory category, String message) {
    open("outage_timeout_seconds", "1");
    server.handler(call -> ToyServer.refused(status, "as ever"));
    Throwable thrown = catchThrowable(this::answer);
    assertThat(thrown.getCause())
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> {
              assertThat(failure.category()).isEqualTo(category);
              assertThat(failure.action()).isEqualTo(Action.RETRY);
              assertThat(failure).hasMessageContainingAll(message, "status " + status, "as ever");
            });
  }

  @Test
  void aGatewayWithoutAnEngineIsAnEngineThatIsAway() throws Exception {
    open();
    script(Response.of(502, "text/html", "<html>Bad Gateway</html>"));
    assertIsAnsweredAfter(3);
  }
}

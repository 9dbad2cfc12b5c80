package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RequestKind;
import dev.regatta.worker.runtime.RuntimeInfo;
import dev.regatta.worker.runtime.openai.FakeServer.End;
import dev.regatta.worker.runtime.openai.FakeServer.Response;
import dev.regatta.worker.runtime.openai.ToyServer.Trait;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {

  private static RuntimeInfo probe(Set<Trait> traits, String... options) {
    try (FakeServer server = new FakeServer(new ToyServer(traits));
        OpenAiRuntime runtime = OpenAi.open(server, options)) {
      return runtime.info();
    }
  }

  @Test
  void aServerThatDoesEverythingRightIsAskedEverything() {
    RuntimeInfo info = probe(ToyServer.FULL);
    assertThat(info.kinds()).containsExactlyInAnyOrder(RequestKind.values());
    assertThat(info.refused()).isEmpty();
    assertThat(info.window()).isEqualTo(ToyServer.WINDOW);
    assertThat(info.revision()).isEqualTo("toy-root");
    assertThat(info.version()).isEqualTo("1 toyland 1.2");
    assertThat(info.simulated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SHIFTED, not aligned",
    "FLAT, not aligned",
    "RESTLESS, another answer",
    "FLATTERING, no less than the likeliest",
    "POSITIVE, token 1 of the prompt has ",
    "GAPS, of the prompt has no log-probability",
  })
  void wrongLogprobsOfThePromptAreFoundOut(Trait trait, String reason) {
    RuntimeInfo info = probe(ToyServer.fullAnd(trait));
    assertThat(info.kinds()).containsExactlyInAnyOrder(RequestKind.GENERATE, RequestKind.CHAT);
    assertThat(info.refused().get(RequestKind.SCORE)).contains(reason);
  }

  @Test
  void aUserMayTrustThemAndThatIsTold() {
    RuntimeInfo refusing = probe(ToyServer.fullAnd(Trait.SHIFTED));
    assertThat(refusing.refused().get(RequestKind.SCORE))
        .contains("sets the option likelihoods to trusted");
    RuntimeInfo trusting = probe(ToyServer.fullAnd(Trait.SHIFTED), "likelihoods", "trusted");
    assertThat(trusting.kinds()).contains(RequestKind.SCORE);
    assertThat(trusting.version()).isEqualTo("1 toyland 1.2, likelihoods trusted");
    RuntimeInfo unneeded = probe(ToyServer.FULL, "likelihoods", "trusted");
    assertThat(unneeded.version()).isEqualTo("1 toyland 1.2");
  }

  @Test
  void trustDoesNotHelpWhereNothingIsThere() {
    Set<Trait> none = ToyServer.fullBut(Trait.ECHO, Trait.PROMPT_LOGPROBS);
    assertThat(probe(none, "likelihoods", "trusted").refused()).containsKey(RequestKind.SCORE);
  }

  @Test
  void soAreMissingOnes() {
    // As llama.cpp's server: echo is ignored, and only what was generated has log-probabilities.
    RuntimeInfo info = probe(ToyServer.fullBut(Trait.ECHO, Trait.PROMPT_LOGPROBS));
    assertThat(info.kinds()).doesNotContain(RequestKind.SCORE);
    assertThat(info.refused().get(RequestKind.SCORE))
        .contains("of 6 tokens of the prompt 1 came back")
        .contains("no prompt_logprobs");
  }

  @Test
  void withoutEchoPromptLogprobsAreUsed() {
    assertThat(probe(ToyServer.fullBut(Trait.ECHO)).kinds()).contains(RequestKind.SCORE);
  }

  private static Capabilities capabilities(FakeServer.Handler handler) {
    try (FakeServer server = new FakeServer(handler)) {
      OpenAiOptions options = OpenAi.options(server);
      try (Endpoint endpoint = new Endpoint(options, Optional.empty())) {
        Prober prober = new Prober(endpoint, new Bodies(options.model()), Duration.ofMinutes(1));
        return new Probe(prober, options).run();
      }
    }
  }

  @Test
  void tokenIdsAreTakenWhereTheyMeanTheSameText() {
    assertThat(capabilities(new ToyServer(ToyServer.fullAnd(Trait.TOKEN_IDS))).tokenIds()).isTrue();
    assertThat(
            capabilities(new ToyServer(ToyServer.fullAnd(Trait.TOKEN_IDS, Trait.BOS))).tokenIds())
        .isTrue();
    assertThat(capabilities(new ToyServer(ToyServer.FULL)).tokenIds()).isFalse();
    ToyServer toy = new ToyServer(ToyServer.fullAnd(Trait.TOKEN_IDS));
    FakeServer.Handler deafToTheFirst =
        call -> {
          if (call.body() != null && call.body().path("prompt") instanceof ArrayNode ids) {
            ids.remove(0);
          }
          return toy.handle(call);
        };
    assertThat(capabilities(deafToTheFirst).tokenIds()).isFalse();
  }

  @Test
  void itIsAskedForNoTokensOfAPromptOnlyWhereThatMeansNone() {
    assertThat(maxTokens(ToyServer.FULL)).isZero();
    assertThat(maxTokens(ToyServer.fullAnd(Trait.ZERO_IS_UNLIMITED))).isOne();
    assertThat(maxTokens(ToyServer.fullAnd(Trait.FROM_ONE))).isOne();
  }

  private static int maxTokens(Set<Trait> traits) {
    return capabilities(new ToyServer(traits)).scoring().orElseThrow().maxTokens();
  }

  /** Of servers whose list of models and tokenizer do not tell it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/props | {\"default_generation_settings\": {\"n_ctx\": 2048}} | 2048",
        "/info | {\"max_total_tokens\": 1024} | 1024",
        "/other | {} | 512",
      })
  void theWindowIsWhatTheServerSaysOrRefusesALongPromptWith(
      String path, String description, int window) {
    ToyServer toy = new ToyServer(ToyServer.fullBut(Trait.TOKENIZER));
    Capabilities found =
        capabilities(
            call -> {
              if (call.path().equals("/v1/models")) {
                return Response.json("{\"data\": [{\"id\": \"toy\"}]}");
              }
              if (call.path().equals(path)) {
                return Response.json(description);
              }
              return call.asks("prompt") && call.body().get("prompt").asText().length() > 4000
                  ? ToyServer.refused(400, "This model's maximum context length is 512 tokens.")
                  : toy.handle(call);
            });
    assertThat(found.window()).hasValue(window);
    assertThat(found.cutsPrompts()).isFalse();
  }

  @Test
  void withoutLogprobsNothingIsScored() {
    RuntimeInfo info = probe(ToyServer.fullBut(Trait.LOGPROBS));
    assertThat(info.kinds()).containsExactlyInAnyOrder(RequestKind.GENERATE, RequestKind.CHAT);
    assertThat(info.refused().get(RequestKind.SCORE)).contains("no log-probabilities");
  }

  @Test
  void eitherApiMayBeMissing() {
    RuntimeInfo chat = probe(ToyServer.fullBut(Trait.COMPLETIONS));
    assertThat(chat.kinds()).containsExactly(RequestKind.CHAT);
    assertThat(chat.refused().get(RequestKind.SCORE)).contains("404");
    RuntimeInfo completions = probe(ToyServer.fullBut(Trait.CHAT));
    assertThat(completions.kinds())
        .containsExactlyInAnyOrder(RequestKind.GENERATE, RequestKind.SCORE);
    RuntimeInfo chosen = probe(ToyServer.FULL, "chat_only", "true");
    assertThat(chosen.kinds()).containsExactlyInAnyOrder(RequestKind.GENERATE, RequestKind.CHAT);
    assertThat(chosen.refused().get(RequestKind.SCORE)).contains("chat_only");
  }

  @Test
  void aServerThatCutsPromptsIsNotBelieved() throws Exception {
    try (FakeServer server =
            new FakeServer(new ToyServer(Set.of(Trait.COMPLETIONS, Trait.LOGPROBS, Trait.CUTS)));
        OpenAiRuntime runtime = OpenAi.open(server)) {
      assertThat(runtime.info().window()).isEqualTo(64);
      assertThat(runtime.submit(OpenAi.generate("The quick")).get().outputs()).hasSize(1);
      assertThatThrownBy(() -> runtime.submit(OpenAi.generate("word ".repeat(100))).get())
          .hasMessageContaining("cut to 64 tokens");
    }
  }

  @Test
  void anEngineThatStartsIsWaitedFor() {
    ToyServer toy = new ToyServer(ToyServer.FULL);
    AtomicInteger asked = new AtomicInteger();
    // Healthy and listing its model, but its first answers are failures: as vLLM while it warms up.
    try (FakeServer server =
            new FakeServer(
                call ->
                    call.path().endsWith("completions") && asked.incrementAndGet() <= 20
                        ? ToyServer.refused(asked.get() % 2 == 0 ? 500 : 503, "starting")
                        : toy.handle(call));
        OpenAiRuntime runtime = OpenAi.open(server)) {
      assertThat(runtime.info().kinds()).containsExactlyInAnyOrder(RequestKind.values());
      assertThat(asked.get()).isGreaterThan(20);
    }
  }

  @Test
  void butNotForever() {
    try (FakeServer server = new FakeServer(call -> ToyServer.refused(503, "loading model"))) {
      assertThatThrownBy(() -> OpenAi.open(server, "start_timeout_seconds", "1"))
          .isInstanceOfSatisfying(
              RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.MODEL))
          .hasMessageContaining("no right answer within 1 s")
          .hasMessageContaining("loading model");
    }
  }

  @Test
  void anUnknownModelIsTheUsersError() {
    try (FakeServer server = new FakeServer(new ToyServer(ToyServer.FULL))) {
      assertThatThrownBy(() -> OpenAi.open(server, "model", "tyo"))
          .isInstanceOfSatisfying(
              RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
          .hasMessageContaining("'tyo', which the server does not have; did you mean 'toy'?");
    }
  }

  @Test
  void requestsDependOnTheRevisionThatTheServerReportsOrTheUserNames() {
    try (FakeServer server = new FakeServer(new ToyServer(ToyServer.FULL))) {
      ModelRef reported =
          OpenAiRuntime.describe("mine", OpenAi.options(server, "model", "toy"), Map.of());
      assertThat(reported).isEqualTo(new ModelRef("mine", "openai", "1", "toy-root", null, false));
      OpenAiOptions trusting = OpenAi.options(server, "model", "toy", "likelihoods", "trusted");
      ModelRef trusted = OpenAiRuntime.describe("mine", trusting, Map.of());
      assertThat(trusted.revision()).isEqualTo("toy-root,likelihoods=trusted");
      assertThat(trusted.trustsLikelihoods()).isTrue();
      assertThat(reported.trustsLikelihoods()).isFalse();
      server.stop();
      assertThat(
              OpenAiRuntime.describe(
                      "mine", OpenAi.options(server, "revision", "abc", "window", "100"), Map.of())
                  .revision())
          .isEqualTo("abc");
      assertThatThrownBy(() -> OpenAiRuntime.describe("mine", OpenAi.options(server), Map.of()))
          .isInstanceOfSatisfying(
              RegattaException.class,
              e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE))
          .hasMessageContaining("option revision");
    }
  }

  @Test
  void aStreamThatLosesWhatTheWholeAnswerHasIsNotUsed() throws Exception {
    ToyServer toy = new ToyServer(ToyServer.FULL);
    try (FakeServer server =
            new FakeServer(
                call -> {
                  Response response = toy.handle(call);
                  return call.asks("stream") ? response.ending(End.EARLY) : response;
                });
        OpenAiRuntime runtime = OpenAi.open(server)) {
      assertThat(runtime.submit(OpenAi.generate("The quick")).get().timeToFirstTokenSeconds())
          .isNull();
    }
  }
}

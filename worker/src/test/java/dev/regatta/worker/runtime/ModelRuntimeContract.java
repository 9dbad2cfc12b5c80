package dev.regatta.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine keeps to; a test class per engine extends it. */
public abstract class ModelRuntimeContract {
  private static final String PROMPT = "The quick brown fox jumps over the lazy dog. The quick";

  private ModelRuntime runtime;

  /** A new engine; closed by the contract. */
  protected abstract ModelRuntime open();

  /** Longest wait for what a test asks. */
  protected long patienceSeconds() {
    return 120;
  }

  @BeforeEach
  void openRuntime() {
    runtime = open();
  }

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }

  @Test
  void answersEqualRequestsEqually() throws Exception {
    for (Request request : oneOfEachKind()) {
      if (runtime.info().kinds().contains(request.kind())) {
        assertThat(answer(request).outputs()).isEqualTo(answer(request).outputs());
      }
    }
  }

  @Test
  void anOutputIsItsTokensAndTheirLogprobs() throws Exception {
    for (Request request : oneOfEachKind()) {
      if (runtime.info().kinds().contains(request.kind())) {
        Output output = answer(request).outputs().get(0);
        double sum = output.tokens().stream().mapToDouble(Token::logprob).sum();
        assertThat(output.logprob()).isCloseTo(sum, within(1e-9));
        assertThat(output.tokens()).allMatch(token -> token.logprob() <= 0);
      }
    }
  }

  @Test
  void scoresAsManyTokensAsTheContinuationHas() throws Exception {
    assumeTrue(runtime.info().kinds().contains(RequestKind.SCORE), "engine scores");
    Request request = score("Grass is green", " green");
    Answer answer = answer(request);
    assertThat(answer.outputs()).hasSize(1);
    Output output = answer.outputs().get(0);
    assertThat(output.tokens()).hasSize(runtime.countTokens(" green"));
    assertThat(output.text()).isEqualTo(" green");
    assertThat(answer.usage().completionTokens()).isZero();
    assertThat(answer.timeToFirstTokenSeconds()).isNull();
  }

  @Test
  void scoresWholeTexts() throws Exception {
    assumeTrue(runtime.info().kinds().contains(RequestKind.SCORE), "engine scores");
    Output all = answer(score("Grass is green", null)).outputs().get(0);
    Output end = answer(score("Grass is green", " green")).outputs().get(0);
    assertThat(all.text()).endsWith("Grass is green");
    int first = all.tokens().size() - end.tokens().size();
    assertThat(first).isPositive();
    for (int i = 0; i < end.tokens().size(); i++) {
      assertThat(all.tokens().get(first + i).text()).isEqualTo(end.tokens().get(i).text());
    }
  }

  @Test
  void respectsMaxTokens() throws Exception {
    Answer answer = answer(generate("long", PROMPT, Decoding.greedy(3, List.of())));
    assertThat(answer.outputs().get(0).tokens()).hasSizeLessThanOrEqualTo(3);
    assertThat(answer.usage().completionTokens()).isLessThanOrEqualTo(3);
    assertThat(answer.usage().promptTokens()).isPositive();
  }

  @Test
  void cutsTheAnswerBeforeAStopSequence() throws Exception {
    String free =
        answer(generate("free", PROMPT, Decoding.greedy(16, List.of()))).outputs().get(0).text();
    assumeTrue(free.length() > 2, "engine says something");
    String stop = free.substring(free.length() / 2, free.length() / 2 + 1);
    Output cut =
        answer(generate("cut", PROMPT, Decoding.greedy(16, List.of(stop)))).outputs().get(0);
    assertThat(cut.text()).isEqualTo(free.substring(0, free.indexOf(stop)));
    assertThat(cut.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void completesManyRequestsInFlight() throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 3 * Math.min(runtime.info().slots(), 64); i++) {
      answers.add(
          runtime.submit(
              generate("many" + i, PROMPT + " number " + i, Decoding.greedy(2, List.of()))));
    }
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(patienceSeconds(), TimeUnit.SECONDS).outputs()).hasSize(1);
    }
  }

  @Test
  void refusesKindsItCannotAnswer() {
    for (Request request : oneOfEachKind()) {
      if (!runtime.info().kinds().contains(request.kind())) {
        CompletableFuture<Answer> answer = runtime.submit(request);
        assertThatThrownBy(() -> answer.get(patienceSeconds(), TimeUnit.SECONDS))
            .cause()
            .isInstanceOfSatisfying(
                RuntimeFailure.class,
                failure ->
                    assertThat(failure.action()).isEqualTo(RuntimeFailure.Action.QUARANTINE));
      }
    }
  }

  @Test
  void countsAtLeastOneTokenInATextThatIsNotEmpty() {
    assertThat(runtime.countTokens("")).isZero();
    assertThat(List.of("a", " ", "\n", "a b", "Grass is green.", "héllo wörld", "\uD83D\uDE00"))
        .allMatch(text -> runtime.countTokens(text) >= 1);
  }

  @Test
  void failsWhatIsSubmittedAfterClose() {
    runtime.close();
    CompletableFuture<Answer> late =
        runtime.submit(generate("late", PROMPT, Decoding.greedy(1, List.of())));
    assertThatThrownBy(() -> late.get(patienceSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(RuntimeFailure.class);
  }

  @Test
  void endsWhatIsInFlightOnClose() {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 2 * Math.min(runtime.info().slots(), 64); i++) {
      answers.add(runtime.submit(generate("open" + i, PROMPT, Decoding.greedy(64, List.of()))));
    }
    runtime.close();
    assertThat(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)))
        .satisfies(
            all ->
                assertThat(
                        all.handle((done, error) -> true).get(patienceSeconds(), TimeUnit.SECONDS))
                    .isTrue());
  }

  private Answer answer(Request request) throws Exception {
    return runtime.submit(request).get(patienceSeconds(), TimeUnit.SECONDS);
  }

  private static List<Request> oneOfEachKind() {
    Request chat =
        new Request(
            "chat",
            "sweep",
            "model",
            1,
            RequestKind.CHAT,
            "",
            List.of(new Message("user", "What colour is grass?")),
            null,
            Decoding.greedy(8, List.of()));
    return List.of(
        generate("generate", PROMPT, Decoding.greedy(8, List.of())),
        chat,
        score("Grass is green", " green"));
  }

  private static Request generate(String id, String prompt, Decoding decoding) {
    return new Request(id, "sweep", "model", 0, RequestKind.GENERATE, prompt, null, null, decoding);
  }

  private static Request score(String prompt, String continuation) {
    return new Request(
        "score",
        "sweep",
        "model",
        2,
        RequestKind.SCORE,
        prompt,
        null,
        continuation,
        Decoding.greedy(0, List.of()));
  }
}

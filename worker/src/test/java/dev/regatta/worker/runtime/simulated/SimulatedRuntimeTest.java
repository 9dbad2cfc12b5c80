package dev.regatta.worker.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.ModelRuntimeContract;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SimulatedRuntimeTest {

  @Nested
  class WithoutServiceTime extends ModelRuntimeContract {
    @Override
    protected ModelRuntime open() {
      return runtime(Map.of());
    }
  }

  @Nested
  class WithServiceTime extends ModelRuntimeContract {
    @Override
    protected ModelRuntime open() {
      return runtime(Map.of("service_time_ms", "5", "slots", "8", "jitter", "0.5"));
    }
  }

  @Test
  void picksOneOfTheLastQuestionsLetters() {
    try (ModelRuntime runtime = runtime(Map.of())) {
      Set<String> answers = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        String prompt =
            "Question: one?\nA. a\nB. b\nC. c\nD. d\nAnswer: A\n\nQuestion: "
                + i
                + "?\nA. red\nB. green\nC. blue\nAnswer:";
        answers.add(runtime.submit(generate("q" + i, prompt)).join().outputs().get(0).text());
      }
      assertThat(answers).containsExactlyInAnyOrder(" A", " B", " C");
    }
  }

  @Test
  void aHangingPromptIsNeverAnsweredAndOccupiesItsSlot() {
    for (String millis : List.of("0", "1")) {
      Map<String, String> options =
          Map.of("service_time_ms", millis, "slots", "2", "hang_on", "bottomless");
      CompletableFuture<Answer> hanging;
      try (ModelRuntime runtime = runtime(options)) {
        hanging = runtime.submit(generate("h", "A bottomless lake"));
        for (int i = 0; i < 20; i++) {
          runtime.submit(generate("q" + i, "A lake")).join();
        }
        assertThat(hanging).isNotDone();
      }
      assertThat(hanging).isCompletedExceptionally();
    }
  }

  @Test
  void answersInlineWithoutServiceTime() {
    try (ModelRuntime runtime = runtime(Map.of())) {
      assertThat(runtime.submit(generate("now", "a b c"))).isCompleted();
    }
  }

  @Test
  void servesNoMoreThanItsSlotsAtOnce() throws Exception {
    try (ModelRuntime runtime = runtime(Map.of("service_time_ms", "20", "slots", "4"))) {
      long start = System.nanoTime();
      List<CompletableFuture<Answer>> answers =
          IntStream.range(0, 12).mapToObj(i -> runtime.submit(generate("s" + i, "a"))).toList();
      for (CompletableFuture<Answer> answer : answers) {
        answer.get(30, TimeUnit.SECONDS);
      }
      assertThat(System.nanoTime() - start)
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(60));
    }
  }

  @Test
  void failsTheConfiguredFractions() {
    try (ModelRuntime runtime = runtime(Map.of("fail_permanent", "0.1", "fail_transient", "0.2"))) {
      int permanent = 0;
      int cured = 0;
      for (int i = 0; i < 2000; i++) {
        Request request = generate("request" + i, "a b c");
        RuntimeFailure.Action first = action(runtime.submit(request));
        if (first == RuntimeFailure.Action.QUARANTINE) {
          permanent++;
          assertThat(action(runtime.submit(request))).isEqualTo(first);
        } else if (first == RuntimeFailure.Action.RETRY) {
          cured++;
          assertThat(action(runtime.submit(request))).isNull();
        }
      }
      assertThat(permanent).isBetween(150, 250);
      assertThat(cured).isBetween(330, 470);
    }
  }

  @Test
  void refusesWhatExceedsTheWindow() {
    try (ModelRuntime runtime = runtime(Map.of("window", "20"))) {
      CompletableFuture<Answer> answer = runtime.submit(generate("big", "word ".repeat(15)));
      assertThat(action(answer)).isEqualTo(RuntimeFailure.Action.QUARANTINE);
    }
  }

  @Test
  void revisionTellsOptionsThatChangeAnswersFromOthers() {
    String plain = SimulatedOptions.from(Map.of()).revision();
    assertThat(SimulatedOptions.from(Map.of("slots", "3", "service_time_ms", "9")).revision())
        .isEqualTo(plain);
    assertThat(SimulatedOptions.from(Map.of("tokens", "9")).revision()).isNotEqualTo(plain);
  }

  @Test
  void namesEveryBadOption() {
    assertThatThrownBy(
            () -> SimulatedOptions.from(Map.of("slot", "1", "slots", "0", "jitter", "much")))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("unknown option 'slot'")
        .hasMessageContaining("slots: 0")
        .hasMessageContaining("jitter: much");
  }

  private static RuntimeFailure.Action action(CompletableFuture<Answer> answer) {
    try {
      answer.join();
      return null;
    } catch (CompletionException e) {
      return ((RuntimeFailure) e.getCause()).action();
    }
  }

  private static ModelRuntime runtime(Map<String, String> options) {
    return new SimulatedRuntime("model", SimulatedOptions.from(options));
  }

  private static Request generate(String id, String prompt) {
    return new Request(
        id,
        "sweep",
        "model",
        0,
        RequestKind.GENERATE,
        prompt,
        null,
        null,
        Decoding.greedy(8, List.of()));
  }
}

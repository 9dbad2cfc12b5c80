package dev.regatta.worker.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.Decoding;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vocabulary vocabulary = FakeVocabulary.plain();

  @Test
  void goesOnAfterAnError() throws Exception {
    FakeEngine engine = new FakeEngine(100, 64);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, 1), 1);
    try (EngineThread thread = EngineThread.start(scheduler, engine)) {
      engine.nextError = new OutOfMemoryError("no room for the logits");
      assertThatThrownBy(() -> await(thread.submit(job())))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.action()).isEqualTo(RuntimeFailure.Action.RETRY))
          .hasMessageContaining("no room for the logits");
      assertThat(await(thread.submit(job())).outputs()).hasSize(1);
    }
    assertThat(engine.closed).isTrue();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private Job job() {
    Decoding decoding = Decoding.greedy(3, List.of());
    int[] prompt = vocabulary.tokenize("abc", false);
    Task task = new GenerateTask(vocabulary, prompt, decoding, new Random(0));
    return new Job(List.of(task), 1, System::nanoTime);
  }
}

package dev.regatta.worker.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Token;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private final Vocabulary vocabulary = FakeVocabulary.plain();

  @Property(tries = 300)
  void everyAnswerIsTheOneOfATaskAlone(
      @ForAll @IntRange(min = 1, max = 5) int slots,
      @ForAll @IntRange(max = 3) int prefixes,
      @ForAll @IntRange(min = 1, max = 40) int batch,
      @ForAll @IntRange(min = 40, max = 120) int cells,
      @ForAll long seed) {
    FakeEngine engine = new FakeEngine(cells, batch);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, slots + prefixes), slots);
    Random random = new Random(seed);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      jobs.add(randomJob(random));
      scheduler.add(jobs.get(i));
      if (random.nextInt(4) == 0) {
        scheduler.step();
      }
      if (random.nextInt(10) == 0) {
        jobs.remove(i).future().cancel(false);
        jobs.add(randomJob(random));
        scheduler.add(jobs.get(i));
      }
    }
    run(scheduler);
    jobs.forEach(this::assertRight);
  }

  private Job randomJob(Random random) {
    String shots = random.nextBoolean() ? "abcabcabc" : "abcabdefg";
    String prompt = shots + text(random, 1 + random.nextInt(8));
    Task task =
        random.nextBoolean()
            ? new ScoreTask(vocabulary, tokens(prompt), 1 + random.nextInt(4))
            : generate(prompt, 1 + random.nextInt(12));
    return job(task);
  }

  private void assertRight(Job job) {
    Task task = job.tasks().get(0);
    Answer answer = job.future().join();
    List<Integer> history =
        Arrays.stream(task.prompt()).boxed().collect(Collectors.toCollection(ArrayList::new));
    List<Token> tokens = answer.outputs().get(0).tokens();
    if (task instanceof GenerateTask) {
      for (Token token : tokens) {
        int next = FakeEngine.next(history);
        assertThat(token.text()).isEqualTo(Character.toString('a' + next));
        history.add(next);
      }
      return;
    }
    int first = history.size() - tokens.size();
    double high = logProbability(1);
    double low = logProbability(-1);
    for (int i = 0; i < tokens.size(); i++) {
      boolean likeliest = FakeEngine.next(history.subList(0, first + i)) == history.get(first + i);
      assertThat(tokens.get(i).logprob()).isCloseTo(likeliest ? high : low, within(1e-9));
    }
  }

  private static double logProbability(int logit) {
    return Math.log(Math.exp(logit) / (Math.E + (FakeEngine.VOCABULARY - 1) / Math.E));
  }

  @Test
  void choicesOfAQuestionDecodeWhatTheyShareOnce() {
    FakeEngine engine = new FakeEngine(200, 64);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, 1), 1);
    String question = "abcdefghijklmnopqrst";
    List<Job> jobs = new ArrayList<>();
    for (String choice : List.of("ab", "cd", "ef", "gh")) {
      jobs.add(job(new ScoreTask(vocabulary, tokens(question + choice), 2)));
    }
    jobs.forEach(scheduler::add);
    run(scheduler);
    // The last token is never decoded; the one before the choice is, for each choice.
    assertThat(engine.decodedTokens).isEqualTo(21 + 3 * 2);
    assertThat(jobs.stream().mapToInt(j -> j.future().join().usage().cachedTokens()))
        .containsExactly(0, 19, 19, 19);
  }

  @Test
  void runsThatInterleaveAreDecodedOneAfterTheOther() {
    FakeEngine engine = new FakeEngine(200, 64);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, 1), 1);
    for (int i = 0; i < 10; i++) {
      scheduler.add(job(generate("aaaaaaaaaaaaaaaaaaa" + (char) ('a' + i), 1)));
      scheduler.add(job(generate("bbbbbbbbbbbbbbbbbbb" + (char) ('a' + i), 1)));
    }
    run(scheduler);
    assertThat(engine.decodedTokens).isLessThan(2 * 20 + 20);
  }

  @Test
  void tasksAdmittedTogetherWaitForAPrefixBeingDecoded() {
    FakeEngine engine = new FakeEngine(200, 8);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, 4), 4);
    for (char c = 'a'; c < 'e'; c++) {
      scheduler.add(job(generate("abcdefghijklmnopqrst" + c, 1)));
    }
    run(scheduler);
    assertThat(engine.decodedTokens).isEqualTo(20 + 4);
  }

  @Test
  void noTaskIsOvertakenForEver() {
    FakeEngine engine = new FakeEngine(200, 64);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, 1), 1);
    scheduler.add(job(generate("aaaaaaaa", 1)));
    run(scheduler);
    Job other = job(generate("bbbbbbbb", 1));
    scheduler.add(other);
    int steps = 0;
    while (!other.over()) {
      scheduler.add(job(generate("aaaaaaaa", 1)));
      scheduler.step();
      steps++;
    }
    assertThat(steps).isBetween(Scheduler.PATIENCE, Scheduler.PATIENCE + 2);
  }

  @Test
  void aFailedPassGivesItsRequestsBackAndTheNextOnesWork() {
    FakeEngine engine = new FakeEngine(200, 64);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, 2), 1);
    Job failing = job(generate("abc", 3));
    scheduler.add(failing);
    engine.failNext = -3;
    scheduler.step();
    assertThatThrownBy(() -> failing.future().join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("-3")
        .cause()
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            f -> {
              assertThat(f.category()).isEqualTo(ErrorCategory.MODEL);
              assertThat(f.action()).isEqualTo(RuntimeFailure.Action.RETRY);
            });
    Job next = job(generate("abc", 3));
    scheduler.add(next);
    run(scheduler);
    assertRight(next);
  }

  @Test
  void keptPrefixesGiveWayWhereTheEngineFindsNoRoom() {
    FakeEngine engine = new FakeEngine(200, 64);
    Scheduler scheduler = new Scheduler(engine, new PrefixCache(engine, 2), 1);
    scheduler.add(job(generate("xyz", 3)));
    run(scheduler);
    Job job = job(generate("abc", 3));
    scheduler.add(job);
    engine.failNext = 1;
    run(scheduler);
    assertRight(job);
  }

  private static void run(Scheduler scheduler) {
    for (int i = 0; !scheduler.idle(); i++) {
      assertThat(i).as("passes").isLessThan(10_000);
      scheduler.step();
    }
  }

  private Task generate(String prompt, int maxTokens) {
    Decoding decoding = Decoding.greedy(maxTokens, List.of());
    return new GenerateTask(vocabulary, tokens(prompt), decoding, new Random(0));
  }

  private static Job job(Task task) {
    return new Job(List.of(task), 1, () -> 0);
  }

  private int[] tokens(String text) {
    return vocabulary.tokenize(text, false);
  }

  private static String text(Random random, int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> Character.toString('a' + random.nextInt(3)))
        .collect(Collectors.joining());
  }
}

package dev.regatta.aggregator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepScorerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> scored = new CopyOnWriteArrayList<>();
  private final AtomicInteger warmUps = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private volatile boolean leads = true;
  private SweepScorer scorer;

  @AfterEach
  void close() {
    scorer.close();
  }

  @Test
  void whatHasLandedIsScoredOnceUntilItLandsAgain() {
    start(sweep -> "hash of " + sweep);
    await().atMost(PATIENCE).until(() -> warmUps.get() == 1);
    scorer.control(sweep("a", SweepStatus.LANDED));
    awaitState("a", Scoring.scored("hash of a"));
    assertThat(changes).hasValueGreaterThanOrEqualTo(2);
    // Said again, as after a change of coordinators, it is not scored again.
    scorer.control(sweep("a", SweepStatus.LANDED));
    scorer.control(sweep("b", SweepStatus.LANDED));
    awaitState("b", Scoring.scored("hash of b"));
    assertThat(scored).containsExactly("a", "b");
    scorer.control(sweep("a", SweepStatus.SCORED));
    assertThat(scorer.states()).containsOnlyKeys("b");
    scorer.control(sweep("a", SweepStatus.RUNNING));
    scorer.control(sweep("a", SweepStatus.LANDED));
    await().atMost(PATIENCE).until(() -> scored.equals(List.of("a", "b", "a")));
    assertThat(warmUps).hasValue(1);
  }

  @Test
  void aStandbyScoresWhenItTakesOver() {
    leads = false;
    start(sweep -> "hash");
    scorer.control(sweep("a", SweepStatus.LANDED));
    await().during(Duration.ofMillis(1500)).atMost(PATIENCE).until(() -> scored.isEmpty());
    leads = true;
    awaitState("a", Scoring.scored("hash"));
  }

  @Test
  void aFailureIsSaidAndTheNextIsScored() {
    start(
        sweep -> {
          if (sweep.equals("bad")) {
            throw RegattaException.user("no plan");
          }
          return "hash";
        });
    scorer.control(sweep("bad", SweepStatus.LANDED));
    awaitState("bad", Scoring.failed("no plan"));
    scorer.control(sweep("good", SweepStatus.LANDED));
    awaitState("good", Scoring.scored("hash"));
    assertThat(scored).containsExactly("bad", "good");
  }

  @Test
  void anExceptionThatSparkDoesNotDeclareIsAFailureToo() {
    start(
        sweep -> {
          if (sweep.equals("bad")) {
            throw SweepScorerTest.<RuntimeException>undeclared(new Exception("job aborted"));
          }
          return "hash";
        });
    scorer.control(sweep("bad", SweepStatus.LANDED));
    awaitState("bad", Scoring.failed("job aborted"));
    scorer.control(sweep("good", SweepStatus.LANDED));
    awaitState("good", Scoring.scored("hash"));
  }

  @Test
  void noErrorOfASweepEndsTheScoringOfOthers() {
    start(
        sweep -> {
          if (sweep.equals("bad")) {
            throw new StackOverflowError();
          }
          return "hash";
        });
    scorer.control(sweep("bad", SweepStatus.LANDED));
    awaitState("bad", Scoring.failed("java.lang.StackOverflowError"));
    scorer.control(sweep("good", SweepStatus.LANDED));
    awaitState("good", Scoring.scored("hash"));
  }

  /** As when the process is told to end, and with it Spark. */
  @Test
  void whoNoLongerLeadsBlamesNoSweep() {
    start(
        sweep -> {
          if (scored.size() == 1) {
            leads = false;
            throw new IllegalStateException("Shutdown in progress");
          }
          return "hash";
        });
    scorer.control(sweep("a", SweepStatus.LANDED));
    await().atMost(PATIENCE).until(() -> !leads && scorer.states().isEmpty());
    leads = true;
    awaitState("a", Scoring.scored("hash"));
  }

  @SuppressWarnings("unchecked") // erased: thrown as it is
  private static <E extends Exception> E undeclared(Exception e) throws E {
    throw (E) e;
  }

  @Test
  void whatWasStoppedFromOutsideStartsAgain() {
    AtomicInteger attempts = new AtomicInteger();
    start(
        sweep -> {
          if (attempts.incrementAndGet() == 1) {
            throw new CancellationException("stopped");
          }
          return "hash";
        });
    scorer.control(sweep("a", SweepStatus.LANDED));
    awaitState("a", Scoring.scored("hash"));
    assertThat(attempts).hasValue(2);
  }

  @Test
  void theResultOfASweepThatWasCancelledMeanwhileIsNotKept() throws Exception {
    CountDownLatch scoring = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    start(
        sweep -> {
          scoring.countDown();
          pass(cancelled);
          return "hash";
        });
    scorer.control(sweep("a", SweepStatus.LANDED));
    scoring.await();
    assertThat(scorer.states()).containsEntry("a", Scoring.RUNNING);
    scorer.control(sweep("a", SweepStatus.CANCELLED));
    cancelled.countDown();
    scorer.control(sweep("b", SweepStatus.LANDED));
    awaitState("b", Scoring.scored("hash"));
    assertThat(scorer.states()).containsOnlyKeys("b");
  }

  @Test
  void whatWaitsIsAskedAgainUntilItIsScored() {
    Scoring waiting = Scoring.waiting("waits for others");
    AtomicReference<Scoring> outcome = new AtomicReference<>(waiting);
    startWith(sweep -> outcome.get());
    scorer.control(sweep("a", SweepStatus.LANDED));
    awaitState("a", waiting);
    await().atMost(PATIENCE).until(() -> scored.size() >= 3);
    assertThat(changes).as("said once that it begins, once that it waits").hasValue(2);
    outcome.set(Scoring.scored("hash"));
    awaitState("a", Scoring.scored("hash"));
  }

  @Test
  void whoNoLongerLeadsDoesNotSayThatASweepWaits() {
    startWith(sweep -> Scoring.waiting("waits for others"));
    scorer.control(sweep("a", SweepStatus.LANDED));
    awaitState("a", Scoring.waiting("waits for others"));
    leads = false;
    await().atMost(PATIENCE).until(() -> scorer.states().isEmpty());
  }

  @Test
  void whatHasLandedInAnotherEpochIsScoredAnew() {
    startWith(sweep -> Scoring.scored("hash of " + sweep.epoch()));
    scorer.control(landed("a", 0));
    awaitState("a", Scoring.scored("hash of 0"));
    // What lay between is not heard of where the topic was compacted meanwhile.
    scorer.control(landed("a", 1));
    awaitState("a", Scoring.scored("hash of 1").inEpoch(1));
  }

  private static SweepControl landed(String id, int epoch) {
    return new SweepControl(id, id, SweepStatus.LANDED, epoch, 0, null);
  }

  private void start(UnaryOperator<String> score) {
    startWith(sweep -> Scoring.scored(score.apply(sweep.id())));
  }

  private void startWith(Function<SweepControl, Scoring> score) {
    scorer =
        new SweepScorer(
            new SweepScorer.Scores() {
              @Override
              public void warmUp() {
                warmUps.incrementAndGet();
              }

              @Override
              public Scoring score(SweepControl sweep) {
                scored.add(sweep.id());
                return score.apply(sweep);
              }
            },
            () -> leads,
            changes::incrementAndGet);
    scorer.start();
  }

  private void awaitState(String sweep, Scoring state) {
    await().atMost(PATIENCE).until(() -> state.equals(scorer.states().get(sweep)));
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SweepControl sweep(String id, SweepStatus state) {
    return new SweepControl(id, id, state, 0, 0, null);
  }
}

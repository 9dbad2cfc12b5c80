package dev.regatta.coordinator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerHistoryTest {
  private static final int SLOTS = TestingWorker.SLOTS;

  private final WorkerHistory history = new WorkerHistory();

  @Test
  void aRateIsAnswersOverReplicaSeconds() {
    TestingWorker first = new TestingWorker("w1", "m").inFlight(SLOTS);
    TestingWorker second = new TestingWorker("w2", "m").inFlight(SLOTS);
    see(first, second);
    for (int i = 0; i < 100; i++) {
      see(first.later(5).answering(10), second.later(5).answering(30));
    }
    // (10 + 30) answers in 2 * 5 seconds.
    assertThat(history.measured("m").orElseThrow()).isCloseTo(4, within(0.01));
    assertThat(history.rate("m", SLOTS)).isCloseTo(4, within(0.01));
    assertThat(history.measured("other")).isEmpty();
  }

  @Test
  void nothingIsLearntFromATrickle() {
    TestingWorker worker = new TestingWorker("w", "m").inFlight(1);
    see(worker);
    for (int i = 0; i < 10; i++) {
      see(worker.later(5).answering(1));
    }
    assertThat(history.measured("m")).isEmpty();
    assertThat(history.rate("m", 20)).as("20 slots, 10 seconds each").isEqualTo(2);
  }

  @Test
  void enginesThatAnswerNothingForLongAreSlowHoweverManyTheyAre() {
    TestingWorker first = new TestingWorker("w1", "m").inFlight(SLOTS);
    TestingWorker second = new TestingWorker("w2", "m").inFlight(SLOTS);
    see(first, second);
    see(first.later(10), second.later(10));
    assertThat(history.rate("m", SLOTS))
        .as("so long it was expected to take")
        .isEqualTo(SLOTS / 10.0);
    see(first.later(590), second.later(590));
    assertThat(history.rate("m", SLOTS)).isCloseTo(SLOTS / 600.0, within(1e-9));
    assertThat(history.measured("m")).isEmpty();
  }

  @Test
  void theSilenceBeforeTheFirstAnswersOfAnotherLoadIsNoSlowness() {
    TestingWorker worker = new TestingWorker("w", "m").inFlight(SLOTS);
    see(worker);
    for (int i = 0; i < 100; i++) {
      see(worker.later(5).answering(4));
    }
    double known = history.rate("m", SLOTS);
    assertThat(known).isCloseTo(0.8, within(0.01));
    see(worker.later(300).inFlight(0));
    see(worker.later(1).inFlight(SLOTS));
    see(worker.later(5));
    assertThat(history.rate("m", SLOTS))
        .as("4 slots, 5 seconds each")
        .isCloseTo(known, within(1e-9));
  }

  @Test
  void itFollowsAChange() {
    TestingWorker worker = new TestingWorker("w", "m").inFlight(SLOTS);
    see(worker);
    for (int i = 0; i < 50; i++) {
      see(worker.later(5).answering(100));
    }
    for (int i = 0; i < 50; i++) {
      see(worker.later(5).answering(10));
    }
    assertThat(history.measured("m").orElseThrow()).isCloseTo(2, within(0.1));
  }

  /** More answers between two words of a worker than are remembered of it. */
  @Test
  void enginesThatAreFasterThanWhatIsRememberedAreMeasuredToo() {
    TestingWorker worker = new TestingWorker("w", "m").inFlight(SLOTS);
    see(worker);
    for (int i = 0; i < 10; i++) {
      see(worker.later(5).answering(i % 2 == 0 ? 500 : 1000));
      assertThat(history.rate("m", SLOTS)).as("look %s", i).isBetween(0.1, 200.01);
    }
    assertThat(history.measured("m").orElseThrow()).isCloseTo(200, within(0.01));
  }

  @Test
  void aWorkerThatStartsAgainUnderItsNameIsAnotherOne() {
    TestingWorker worker = new TestingWorker("w", "m").inFlight(SLOTS);
    see(worker.answering(1000));
    see(new TestingWorker("w", "m").startedLater(60).inFlight(SLOTS).answering(7));
    assertThat(history.measured("m")).isEmpty();
  }

  @Test
  void aStartLastsUntilTheWorkerServesFirst() {
    TestingWorker worker = new TestingWorker("w", "m").state(ServiceState.STARTING);
    see(worker.later(10));
    see(worker.later(30).state(ServiceState.WAITING));
    assertThat(history.startTime("m")).isEmpty();
    see(worker.later(20).state(ServiceState.SERVING));
    assertThat(history.startTime("m")).contains(Duration.ofSeconds(60));
    see(worker.later(20).state(ServiceState.WAITING));
    see(worker.later(900).state(ServiceState.SERVING));
    assertThat(history.startTime("m"))
        .as("an engine that was away")
        .contains(Duration.ofMinutes(1));
  }

  @Test
  void aWorkerThatServesWhenItIsSeenFirstSaysNothingOfItsStart() {
    see(new TestingWorker("w", "m").later(10_000));
    assertThat(history.startTime("m")).isEmpty();
  }

  private void see(TestingWorker... workers) {
    history.observe(List.of(workers).stream().<ServiceStatus>map(TestingWorker::status).toList());
  }
}

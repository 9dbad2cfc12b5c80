package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.regatta.worker.runtime.EngineState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final Duration NOW = Duration.ZERO;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void takesBatchesUntilSlotsAreFullAndOneBatchWaits() throws InterruptedException {
    Room room = room(8, 4);
    for (int batch = 0; batch < 3; batch++) {
      assertThat(room.tryReserve(NOW)).isTrue();
      enter(room, 4);
      room.endReservation();
    }
    assertThat(room.tryReserve(NOW)).isFalse();
    answered(room, 3);
    assertThat(room.tryReserve(NOW)).isFalse();
    answered(room, 1);
    assertThat(room.tryReserve(NOW)).isTrue();
  }

  @Test
  void countsBatchesThatAreBeingTaken() throws InterruptedException {
    Room room = room(4, 4);
    assertThat(room.tryReserve(NOW)).isTrue();
    assertThat(room.tryReserve(NOW)).isTrue();
    assertThat(room.tryReserve(NOW)).isFalse();
    room.endReservation();
    assertThat(room.tryReserve(NOW)).isTrue();
  }

  @Test
  void takesTheNextBatchBeforeASlotStandsEmpty() throws InterruptedException {
    Room room = room(8, 4);
    answer(room, 100, 10);
    enter(room, 13);
    // In the time ahead it ends five: these and the eight in its slots are enough.
    assertThat(room.tryReserve(NOW)).isTrue();
    room.endReservation();
    enter(room, 1);
    assertThat(room.tryReserve(NOW)).isFalse();
  }

  @Test
  void leavesTheQueueToOthersWhereTheEngineIsSlow() throws InterruptedException {
    Room room = room(8, 4);
    answer(room, 10, 1000);
    enter(room, 9);
    assertThat(room.tryReserve(NOW)).isFalse();
    answered(room, 1);
    assertThat(room.tryReserve(NOW)).isTrue();
  }

  @Test
  void keepsInTheLanesWhatTheEngineNeedsLater() throws InterruptedException {
    Room room = room(8, 4);
    enter(room, 11);
    assertThat(room.hasPlace()).isTrue();
    enter(room, 1);
    assertThat(room.hasPlace()).isFalse();
    answered(room, 1);
    assertThat(room.hasPlace()).isTrue();
  }

  @Test
  void aRequestThatIsNotForTheEngineTakesNoPlace() throws InterruptedException {
    Room room = room(8, 4);
    room.take(9);
    assertThat(room.tryReserve(NOW)).isFalse();
    room.leave(1);
    assertThat(room.tryReserve(NOW)).isTrue();
  }

  @Test
  void wakesWhoWaitsWhenARequestLeaves() throws InterruptedException {
    Room room = room(1, 1);
    enter(room, 2);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return room.tryReserve(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                return false;
              }
            });
    answered(room, 1);
    await().until(waiting::isDone);
    assertThat(waiting.join()).isTrue();
  }

  @Test
  void whoHasWaitedGoesBeforeWhoComesBack() throws InterruptedException {
    Room room = room(4, 4);
    assertThat(room.tryReserve(NOW)).isTrue();
    assertThat(room.tryReserve(NOW)).isTrue();
    FutureTask<Boolean> waiting = new FutureTask<>(() -> room.tryReserve(Duration.ofMinutes(1)));
    Thread other = new Thread(waiting);
    other.start();
    await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
    room.endReservation();
    assertThat(room.tryReserve(NOW)).isFalse();
    assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
  }

  @Test
  void takesNothingWhileTheEngineIsAway() throws InterruptedException {
    AtomicReference<EngineState> engine =
        new AtomicReference<>(new EngineState(8, Optional.of("connection refused")));
    Room room = new Room(engine::get, 4, nanos::get);
    assertThat(room.tryReserve(NOW)).isFalse();
    engine.set(slots(8));
    assertThat(room.tryReserve(NOW)).isTrue();
  }

  private Room room(int slots, int batch) {
    return new Room(() -> slots(slots), batch, nanos::get);
  }

  /** An answer after every so many milliseconds. */
  private void answer(Room room, int requests, long millis) {
    for (int i = 0; i < requests; i++) {
      enter(room, 1);
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
      room.answered();
    }
  }

  private static EngineState slots(int slots) {
    return new EngineState(slots, Optional.empty());
  }

  private static void enter(Room room, int requests) {
    room.take(requests);
    for (int i = 0; i < requests; i++) {
      room.enter();
    }
  }

  private static void answered(Room room, int requests) {
    for (int i = 0; i < requests; i++) {
      room.answered();
    }
  }
}

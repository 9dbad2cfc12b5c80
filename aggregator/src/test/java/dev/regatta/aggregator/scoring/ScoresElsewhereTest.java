package dev.regatta.aggregator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import dev.regatta.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoresElsewhereTest {
  private static final String SWEEP = "s";

  @TempDir Path directory;
  private final Time time = new Time();
  private Store store;
  private ScoresElsewhere scores;

  private static final class Time extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void open() {
    store = Store.open(directory.resolve("store").toString());
    scores = new ScoresElsewhere(store, "run {sweep} and see {sweep}", time);
  }

  @Test
  void aSweepWaitsForAScoringThatBeganAfterItHadLanded() {
    dev.regatta.store.Scoring early = store.score(SWEEP);
    assertThat(later(0)).isEqualTo(waiting("run s and see s"));
    early.commit("missed answers");
    assertThat(later(0)).isEqualTo(waiting("run s and see s"));

    store.score(SWEEP).commit("whole");

    assertThat(later(0)).isEqualTo(Scoring.scored("whole"));
  }

  @Test
  void scoresFromBeforeARetryAreNone() {
    later(0);
    store.score(SWEEP).commit("before");
    assertThat(later(0)).isEqualTo(Scoring.scored("before"));

    assertThat(scores.score(landed(1))).isEqualTo(waiting("run s and see s"));
    store.score(SWEEP).commit("after");
    assertThat(later(1)).isEqualTo(Scoring.scored("after"));
  }

  @Test
  void whoTakesOverFindsTheScoresOfWhoeverAsked() {
    later(0);
    store.score(SWEEP).commit("hash");

    scores = new ScoresElsewhere(store, "", time);

    assertThat(scores.score(landed(0))).isEqualTo(Scoring.scored("hash"));
  }

  @Test
  void theStoreIsLookedAtNowAndThen() {
    scores.score(landed(0));
    store.score(SWEEP).commit("hash");

    assertThat(scores.score(landed(0))).isEqualTo(waiting("run s and see s"));
    time.now = time.now.plus(ScoresElsewhere.PAUSE);
    assertThat(scores.score(landed(0))).isEqualTo(Scoring.scored("hash"));
  }

  @Test
  void aStoreThatIsAwayIsWaitedFor() throws IOException {
    Path file = Files.writeString(directory.resolve("store"), "no directory");
    assertThatThrownBy(() -> store.askForScores(SWEEP, 0)).isInstanceOf(RegattaException.class);
    assertThat(later(0).message()).startsWith("waits to be scored elsewhere: ").contains("store");

    Files.delete(file);
    assertThat(later(0)).isEqualTo(waiting("run s and see s"));
    store.score(SWEEP).commit("hash");
    assertThat(later(0)).isEqualTo(Scoring.scored("hash"));
  }

  private Scoring later(int epoch) {
    time.now = time.now.plus(ScoresElsewhere.PAUSE);
    return scores.score(landed(epoch));
  }

  private static Scoring waiting(String forWhat) {
    return Scoring.waiting("waits to be scored elsewhere: " + forWhat);
  }

  private static SweepControl landed(int epoch) {
    return new SweepControl(SWEEP, SWEEP, SweepStatus.LANDED, epoch, 0, null);
  }
}

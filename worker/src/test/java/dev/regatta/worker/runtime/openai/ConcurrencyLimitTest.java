package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private final ConcurrencyLimit limit = new ConcurrencyLimit(1000);

  /** As many clean answers as are in flight, all at the limit. */
  private static void cleanRound(ConcurrencyLimit limit, long now) {
    int inFlight = limit.limit();
    for (int i = 0; i < inFlight; i++) {
      limit.succeeded(limit.limit(), now);
    }
  }

  @Test
  void slowStartDoublesEveryRoundUpToTheCeiling() {
    assertThat(limit.limit()).isEqualTo(16);
    cleanRound(limit, 0);
    assertThat(limit.limit()).isEqualTo(32);
    for (int i = 0; i < 10; i++) {
      cleanRound(limit, 0);
    }
    assertThat(limit.limit()).isEqualTo(1000);
  }

  @Test
  void anEpisodeOfOverloadsCountsOnceAndEndsTheSlowStart() {
    for (int i = 0; i < 3; i++) {
      cleanRound(limit, 0);
    }
    assertThat(limit.limit()).isEqualTo(128);
    for (int i = 0; i < 100; i++) {
      limit.overloaded(Duration.ZERO, i);
    }
    assertThat(limit.limit()).isEqualTo(89);
    // Answers to what was sent before do not undo it.
    cleanRound(limit, 1000);
    assertThat(limit.limit()).isEqualTo(89);
    // Later it grows by a twentieth each round.
    cleanRound(limit, 6 * SECOND);
    assertThat(limit.limit()).isBetween(93, 94);
    limit.overloaded(Duration.ZERO, 12 * SECOND);
    assertThat(limit.limit()).isBetween(65, 66);
  }

  @Test
  void retryAfterIsHonoured() {
    limit.overloaded(Duration.ofSeconds(30), 0);
    assertThat(limit.pauseNanos(0)).isEqualTo(30 * SECOND);
    // The longest that was asked for counts.
    limit.overloaded(Duration.ofSeconds(1), SECOND);
    assertThat(limit.pauseNanos(29 * SECOND)).isEqualTo(SECOND);
    assertThat(limit.pauseNanos(30 * SECOND)).isNotPositive();
  }

  @Test
  void itDoesNotGrowWhileItIsNotUsed() {
    for (int i = 0; i < 1000; i++) {
      limit.succeeded(15, 0);
    }
    assertThat(limit.limit()).isEqualTo(16);
  }

  @Test
  void gaugesBringItToWhereAFewWait() {
    for (int i = 0; i < 10; i++) {
      cleanRound(limit, 0);
    }
    // An engine of 256 slots: what is above them waits.
    for (int i = 0; i < 20; i++) {
      int waiting = Math.max(0, limit.limit() - 256);
      limit.observed(Math.min(256, limit.limit()), waiting);
      cleanRound(limit, 0);
    }
    assertThat(limit.limit() - 256).isGreaterThan(0).isLessThanOrEqualTo(26);
  }

  @Test
  void afterAnOutageItStartsAnew() {
    for (int i = 0; i < 10; i++) {
      cleanRound(limit, 0);
    }
    limit.restart();
    assertThat(limit.limit()).isEqualTo(16);
    cleanRound(limit, 0);
    assertThat(limit.limit()).isEqualTo(32);
  }

  @Property
  void itStaysBetweenOneAndItsCeiling(
      @ForAll @IntRange(min = 1, max = 50) int ceiling,
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 5) Integer> events) {
    ConcurrencyLimit bounded = new ConcurrencyLimit(ceiling);
    long now = 0;
    for (int event : events) {
      now += SECOND;
      switch (event) {
        case 0 -> bounded.overloaded(Duration.ofSeconds(event), now);
        case 1 -> bounded.observed(10, 100);
        case 2 -> bounded.failed();
        case 3 -> bounded.restart();
        default -> cleanRound(bounded, now);
      }
      assertThat(bounded.limit()).isBetween(1, ceiling);
    }
  }

  @Property
  void afterAnOverloadItGrowsByAboutATwentiethEachRound(
      @ForAll @IntRange(min = 1, max = 20) int rounds) {
    ConcurrencyLimit grown = new ConcurrencyLimit(100_000);
    for (int i = 0; i < 5; i++) {
      cleanRound(grown, 0);
    }
    assertThat(grown.limit()).isEqualTo(512);
    grown.overloaded(Duration.ZERO, 0);
    for (int i = 0; i < rounds; i++) {
      cleanRound(grown, 10 * SECOND);
    }
    double exact = 512 * ConcurrencyLimit.DECREASE * Math.pow(1 + ConcurrencyLimit.STEP, rounds);
    assertThat((double) grown.limit()).isBetween(exact * 0.97, exact * 1.06);
  }
}

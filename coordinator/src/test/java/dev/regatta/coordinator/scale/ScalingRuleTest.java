package dev.regatta.coordinator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingRuleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;
  private Map<String, PoolMemory> memory = Map.of();

  /** Of one pool without a budget, seen for the first time. */
  static Stream<Arguments> onePool() {
    return Stream.of(
        arguments("nothing to do", pool(), 0, "idle"),
        arguments("the first request", pool().outstanding(1), 1, "1 request at 1.00/s"),
        arguments(
            "a sweep that waits for the model",
            pool().demand(new Demand(0, true, true)),
            1,
            "a sweep waits"),
        arguments("a minimum, idle", pool().size(2, 5), 2, "the minimum"),
        // 600 s to finish, 60 s of them to start: 540 requests a new replica.
        arguments("as much as one does", pool().outstanding(540), 1, "1 is needed within 10m"),
        arguments("one request more", pool().outstanding(541), 2, "2 are needed within 10m"),
        arguments("more than the most", pool().outstanding(54_000), 10, "the most is 10"),
        arguments("never", pool().size(0, 0).outstanding(54_000), 0, "the most is 0"),
        arguments("a minimum above the maximum", pool().size(4, 3), 3, "the minimum"),
        // 600 requests each of the ready; 540 each of the new.
        arguments("two ready are enough", pool().ready(2).outstanding(1200), 2, "2 are needed"),
        arguments("a third", pool().ready(2).outstanding(1201), 3, "3 are needed"),
        arguments("a fourth", pool().ready(2).outstanding(1741), 4, "4 are needed"),
        arguments(
            "those that start are not started twice",
            pool().ready(2).starting(2).outstanding(1741),
            4,
            "4 are needed"),
        // Done in 50 s; a new one is ready after 60 s, though the target were 10 s.
        arguments(
            "done before a new one is ready",
            pool().ready(2).outstanding(100).target(Duration.ofSeconds(10)),
            2,
            "done in 50s, before a new one is ready"),
        // Twice the start time is the least horizon: (400 - 2 * 120) / (120 - 60) = 3 more.
        arguments(
            "a target shorter than the start",
            pool().ready(2).outstanding(400).target(Duration.ofSeconds(10)),
            5,
            "5 are needed within 2m"),
        // 9 requests keep no more than 3 replicas of 4 slots busy, however long they take.
        arguments("few long requests", pool().outstanding(9).rate(0.001), 3, "3 are needed"),
        arguments("no GPU", pool().gpus(0).outstanding(1200), 3, "3 are needed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("onePool")
  void onePoolAlone(String name, TestingPool pool, int expected, String reason) {
    Decision decision = decide(OptionalInt.empty(), pool).get(pool.name);
    assertThat(decision.replicas()).isEqualTo(expected);
    assertThat(decision.reason()).contains(reason);
  }

  /** Of several pools under a budget; all that is asked for is far more than there is. */
  static Stream<Arguments> contention() {
    return Stream.of(
        arguments(8, Map.of("a", 4, "b", 4), List.of(busy("a"), busy("b"))),
        arguments(7, Map.of("a", 4, "b", 3), List.of(busy("a"), busy("b"))),
        arguments(8, Map.of("a", 6, "b", 2), List.of(busy("a").weight(3), busy("b"))),
        arguments(8, Map.of("a", 8, "b", 0), List.of(busy("a").priority(1), busy("b"))),
        // What the higher one has no use for goes on.
        arguments(
            8, Map.of("a", 2, "b", 6), List.of(pool("a").priority(1).outstanding(1000), busy("b"))),
        arguments(8, Map.of("a", 6, "b", 2), List.of(busy("a").priority(1), busy("b").size(2, 10))),
        // A gang of four that does not fit leaves its room to a smaller one.
        arguments(6, Map.of("a", 1, "b", 2), List.of(busy("a").gpus(4), busy("b"))),
        arguments(6, Map.of("b", 2, "c", 1), List.of(busy("b"), busy("c").gpus(4))),
        arguments(3, Map.of("a", 0, "b", 3), List.of(busy("a").gpus(4).priority(9), busy("b"))),
        arguments(0, Map.of("a", 0, "b", 10), List.of(busy("a"), busy("b").gpus(0))),
        // Max-min: whoever wants little gets it, the others share the rest.
        arguments(
            9,
            Map.of("a", 1, "b", 4, "c", 4),
            List.of(pool("a").outstanding(500), busy("b"), busy("c"))),
        // What is only kept because it may be needed again gives way.
        arguments(8, Map.of("a", 0, "b", 8), List.of(pool("a").ready(6), busy("b"))),
        // So does what is ready and has work, but is not needed for the target.
        arguments(
            8, Map.of("a", 1, "b", 7), List.of(pool("a").ready(6).outstanding(600), busy("b"))),
        arguments(
            8,
            Map.of("a", 6, "b", 1),
            List.of(pool("a").ready(6).outstanding(600), pool("b").outstanding(4))));
  }

  @ParameterizedTest(name = "{0} GPUs: {1}")
  @MethodSource("contention")
  void severalPoolsShareTheBudget(
      int budget, Map<String, Integer> expected, List<TestingPool> pools) {
    Map<String, Integer> replicas = new TreeMap<>();
    decide(OptionalInt.of(budget), pools.toArray(TestingPool[]::new))
        .forEach((pool, decision) -> replicas.put(pool, decision.replicas()));
    assertThat(replicas).isEqualTo(new TreeMap<>(expected));
  }

  @Test
  void aPoolThatGetsLessThanItNeedsSaysWhy() {
    assertThat(decide(OptionalInt.of(3), busy("a")).get("a").reason())
        .contains("the most is 10", "the GPU budget of 3 leaves room for 3");
  }

  @Test
  void unneededReplicasGoAfterTheIdleTimeAndTheLastOfThemToZero() {
    TestingPool pool = pool().outstanding(2700);
    assertThat(next(pool)).isEqualTo(5);
    pool.become(5);
    pool.outstanding(8);
    assertThat(next(pool)).as("two have work, three may be needed again").isEqualTo(5);
    pass(TestingPool.IDLE.minusSeconds(1));
    assertThat(next(pool)).isEqualTo(5);
    pass(Duration.ofSeconds(1));
    assertThat(next(pool)).isEqualTo(2);
    pool.become(2);
    pool.outstanding(0);
    pass(TestingPool.IDLE.minusSeconds(1));
    assertThat(next(pool)).isEqualTo(2);
    pass(Duration.ofSeconds(1));
    assertThat(next(pool)).isZero();
  }

  @Test
  void aNeedThatComesAgainStartsTheIdleTimeAnew() {
    TestingPool pool = pool().ready(3).outstanding(12);
    next(pool);
    for (int i = 0; i < 5; i++) {
      pool.outstanding(0);
      pass(TestingPool.IDLE.dividedBy(2));
      assertThat(next(pool)).isEqualTo(3);
      pool.outstanding(12);
      pass(TestingPool.IDLE.dividedBy(3));
      assertThat(next(pool)).isEqualTo(3);
    }
  }

  @Test
  void aReplicaWithALongRequestIsNotIdle() {
    TestingPool pool = pool().ready(4).busy(4).outstanding(4).rate(0.01);
    next(pool);
    pass(TestingPool.IDLE.multipliedBy(2));
    assertThat(next(pool)).as("each request takes 400 s").isEqualTo(4);
    pool.rate(1);
    pass(TestingPool.IDLE.multipliedBy(2));
    assertThat(next(pool)).as("each takes 4 s, and is done before its replica leaves").isEqualTo(1);
  }

  @Test
  void aPoolIsNotLoweredWhileItsSweepIsPlanned() {
    TestingPool pool = pool().ready(4).demand(new Demand(3, false, false));
    next(pool);
    pass(TestingPool.IDLE.multipliedBy(3));
    assertThat(next(pool)).isEqualTo(4);
  }

  @Test
  void whoHasJustBegunToDecideKeepsWhatThereIs() {
    TestingPool idle = pool("a").ready(3);
    TestingPool loaded = pool("b").ready(1).outstanding(50_000);
    TestingPool empty = pool("c").outstanding(1);
    Map<String, Decision> decisions =
        decide(false, OptionalInt.empty(), List.of(idle, loaded, empty));
    assertThat(decisions.get("a").replicas()).isEqualTo(3);
    assertThat(decisions.get("b").replicas()).isEqualTo(1);
    assertThat(decisions.get("c").replicas()).isEqualTo(1);
  }

  @Test
  void blockedReplicasGiveTheirGpusToOthersAndGrowBack() {
    TestingPool stuck = busy("a").priority(1).ready(1);
    TestingPool other = busy("b");
    assertThat(both(stuck, other)).containsExactly(8, 0);
    stuck.blocked(7);
    pass(PoolMemory.PATIENCE.minusSeconds(1));
    assertThat(both(stuck, other)).as("first seen blocked").containsExactly(8, 0);
    pass(PoolMemory.PATIENCE);
    assertThat(both(stuck, other)).as("blocked for long enough").containsExactly(1, 7);
    stuck.become(1);
    pass(PoolMemory.FIRST_PAUSE.minusSeconds(1));
    assertThat(both(stuck, other)).containsExactly(1, 7);
    pass(Duration.ofSeconds(1));
    assertThat(both(stuck, other)).as("one more is tried").containsExactly(2, 6);
    stuck.blocked(1);
    assertThat(both(stuck, other)).containsExactly(2, 6);
    pass(PoolMemory.PATIENCE);
    assertThat(both(stuck, other)).as("in vain").containsExactly(1, 7);
    stuck.become(1);
    pass(PoolMemory.FIRST_PAUSE.multipliedBy(2).minusSeconds(1));
    assertThat(both(stuck, other)).as("then the pause is longer").containsExactly(1, 7);
    pass(Duration.ofSeconds(1));
    assertThat(both(stuck, other)).containsExactly(2, 6);
    stuck.become(2);
    assertThat(both(stuck, other)).as("it runs").containsExactly(8, 0);
  }

  @Test
  void blockedReplicasStayWhereNobodyElseNeedsTheGpus() {
    TestingPool stuck = busy("a").blocked(8);
    both(stuck, pool("b"));
    pass(PoolMemory.PATIENCE);
    assertThat(both(stuck, pool("b"))).containsExactly(8, 0);
    assertThat(decide(OptionalInt.of(8), stuck).get("a").reason())
        .contains("blocked: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu.");
  }

  @Test
  void aReplicaThatCrashesAgainAndAgainIsBlockedAlsoInBetween() {
    TestingPool stuck = busy("a").priority(1).size(0, 1).blocked(1);
    TestingPool other = busy("b");
    both(stuck, other);
    pass(Duration.ofSeconds(60));
    stuck.blocked(0).starting(1);
    both(stuck, other);
    pass(Duration.ofSeconds(60));
    stuck.blocked(1).starting(0);
    assertThat(both(stuck, other)).containsExactly(0, 8);
  }

  private static TestingPool pool() {
    return pool("a");
  }

  private static TestingPool pool(String name) {
    return new TestingPool(name);
  }

  private static TestingPool busy(String name) {
    return pool(name).outstanding(1_000_000);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private int next(TestingPool pool) {
    return decide(OptionalInt.empty(), pool).get(pool.name).replicas();
  }

  private List<Integer> both(TestingPool first, TestingPool second) {
    Map<String, Decision> decisions = decide(OptionalInt.of(8), first, second);
    return List.of(decisions.get(first.name).replicas(), decisions.get(second.name).replicas());
  }

  private Map<String, Decision> decide(OptionalInt budget, TestingPool... pools) {
    return decide(true, budget, Arrays.asList(pools));
  }

  private Map<String, Decision> decide(
      boolean settled, OptionalInt budget, List<TestingPool> pools) {
    var loads = pools.stream().map(TestingPool::load).toList();
    ScalingRule.Outcome outcome =
        ScalingRule.decide(memory, new ScalingRule.Input(now, settled, budget, loads));
    memory = outcome.memory();
    return outcome.decisions();
  }
}

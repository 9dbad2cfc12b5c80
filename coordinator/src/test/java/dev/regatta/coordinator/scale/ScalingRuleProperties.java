package dev.regatta.coordinator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for every cluster; clusters are drawn from a seed, and go on for some decisions. */
class ScalingRuleProperties {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Property
  void neverAboveMaximumOrBudget(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int budget) {
    run(
        seed,
        OptionalInt.of(budget),
        (pools, decisions) -> {
          int gpus = 0;
          for (TestingPool pool : pools) {
            int replicas = decisions.get(pool.name).replicas();
            assertThat(replicas).isBetween(0, pool.max);
            assertThat(decisions.get(pool.name).reason()).isNotBlank();
            gpus += replicas * pool.gpus;
          }
          assertThat(gpus).isLessThanOrEqualTo(budget);
        });
  }

  @Property
  void neverBelowMinimumNorWithoutAReplicaForWorkWhereThereIsNoBudget(@ForAll long seed) {
    run(
        seed,
        OptionalInt.empty(),
        (pools, decisions) -> {
          for (TestingPool pool : pools) {
            int work = pool.demand.outstanding() > 0 || pool.demand.wanted() ? 1 : 0;
            assertThat(decisions.get(pool.name).replicas())
                .isGreaterThanOrEqualTo(Math.min(pool.max, Math.max(pool.min, work)));
          }
        });
  }

  @Property
  void aMinimumIsKeptWhereAllFit(@ForAll long seed) {
    List<TestingPool> pools = pools(new Random(seed));
    pools.forEach(pool -> pool.blocked(0));
    int budget = pools.stream().mapToInt(p -> Math.min(p.min, p.max) * p.gpus).sum();
    Map<String, Decision> decisions = decide(pools, OptionalInt.of(budget), Map.of()).decisions();
    for (TestingPool pool : pools) {
      assertThat(decisions.get(pool.name).replicas())
          .isGreaterThanOrEqualTo(Math.min(pool.min, pool.max));
    }
  }

  @Property
  void moreWorkNeverMeansFewerReplicas(
      @ForAll long seed, @ForAll @LongRange(min = 1, max = 100_000) long more) {
    List<TestingPool> pools = pools(new Random(seed));
    TestingPool pool = pools.get(0);
    for (OptionalInt budget : List.of(OptionalInt.empty(), OptionalInt.of(12))) {
      int before = decide(pools, budget, Map.of()).decisions().get(pool.name).replicas();
      Demand demand = pool.demand;
      pool.demand(new Demand(demand.outstanding() + more, demand.wanted(), demand.complete()));
      int after = decide(pools, budget, Map.of()).decisions().get(pool.name).replicas();
      assertThat(after).isGreaterThanOrEqualTo(before);
      pool.demand(demand);
    }
  }

  @Property
  void theOrderOfPoolsDoesNotMatter(@ForAll long seed) {
    List<TestingPool> pools = pools(new Random(seed));
    ScalingRule.Outcome outcome = decide(pools, OptionalInt.of(12), Map.of());
    Collections.shuffle(pools, new Random(seed));
    assertThat(decide(pools, OptionalInt.of(12), Map.of())).isEqualTo(outcome);
  }

  @Property
  void gpusAreNotLeftOverWhileAPoolThatTheyWouldFitNeedsThem(@ForAll long seed) {
    List<TestingPool> pools = pools(new Random(seed));
    pools.forEach(pool -> pool.blocked(0));
    Map<String, Decision> free = decide(pools, OptionalInt.empty(), Map.of()).decisions();
    Map<String, Decision> decisions = decide(pools, OptionalInt.of(12), Map.of()).decisions();
    int used = pools.stream().mapToInt(p -> decisions.get(p.name).replicas() * p.gpus).sum();
    for (TestingPool pool : pools) {
      if (pool.gpus > 0 && decisions.get(pool.name).replicas() < free.get(pool.name).replicas()) {
        assertThat(12 - used).isLessThan(pool.gpus);
      }
    }
  }

  /** Once a decision is carried out, nothing but time or news changes it. */
  @Property
  void aDecisionThatIsCarriedOutStands(@ForAll long seed) {
    List<TestingPool> pools = pools(new Random(seed));
    pools.forEach(pool -> pool.demand(new Demand(pool.demand.outstanding(), false, true)));
    ScalingRule.Outcome outcome = decide(pools, OptionalInt.empty(), Map.of());
    pools.forEach(pool -> pool.become(outcome.decisions().get(pool.name).replicas()));
    ScalingRule.Outcome again = decide(pools, OptionalInt.empty(), outcome.memory());
    for (TestingPool pool : pools) {
      assertThat(again.decisions().get(pool.name).replicas()).isEqualTo(pool.ready);
    }
  }

  private interface Check {
    void accept(List<TestingPool> pools, Map<String, Decision> decisions);
  }

  /** Ten decisions, between which demand and cluster change and up to half an hour passes. */
  private static void run(long seed, OptionalInt budget, Check check) {
    Random random = new Random(seed);
    List<TestingPool> pools = pools(random);
    Map<String, PoolMemory> memory = new HashMap<>();
    Instant now = START;
    for (int i = 0; i < 10; i++) {
      var loads = pools.stream().map(TestingPool::load).toList();
      ScalingRule.Outcome outcome =
          ScalingRule.decide(memory, new ScalingRule.Input(now, i > 0, budget, loads));
      check.accept(pools, outcome.decisions());
      memory.putAll(outcome.memory());
      pools.forEach(pool -> change(pool, outcome.decisions().get(pool.name).replicas(), random));
      now = now.plus(Duration.ofSeconds(random.nextInt(1800)));
    }
  }

  private static ScalingRule.Outcome decide(
      List<TestingPool> pools, OptionalInt budget, Map<String, PoolMemory> memory) {
    var loads = pools.stream().map(TestingPool::load).toList();
    return ScalingRule.decide(memory, new ScalingRule.Input(START, true, budget, loads));
  }

  private static void change(TestingPool pool, int replicas, Random random) {
    int ready = random.nextInt(replicas + 1);
    int starting = random.nextInt(replicas - ready + 1);
    pool.ready(ready).starting(starting).blocked(replicas - ready - starting);
    pool.busy(random.nextInt(ready + 1));
    pool.demand(demand(random));
  }

  private static Demand demand(Random random) {
    long outstanding = random.nextInt(3) == 0 ? 0 : 1L << random.nextInt(20);
    return new Demand(outstanding, random.nextInt(4) == 0, random.nextInt(4) > 0);
  }

  private static List<TestingPool> pools(Random random) {
    List<TestingPool> pools = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      TestingPool pool =
          new TestingPool("pool-" + i)
              .size(random.nextInt(3), random.nextInt(12))
              .gpus(random.nextInt(5))
              .priority(random.nextInt(3))
              .weight(0.5 + random.nextInt(4))
              .rate(Math.pow(10, random.nextInt(5) - 3));
      change(pool, random.nextInt(12), random);
      pools.add(pool);
    }
    return pools;
  }
}

package dev.regatta.cli.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.cli.bench.scaling.Load.Request;
import dev.regatta.coordinator.scale.ScalingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Comparator<Replica> LEAST_LOADED =
      Comparator.comparingInt(Replica::inFlight);

  @Test
  void aReplicaThatLeavesGivesBackWhatItDoesNotFinish() {
    SimulatedPool pool = pool(1, 100, new Request(0, 50), new Request(0, 500));
    pool.pass(0);
    pool.scale(2, LEAST_LOADED, 0);
    assertThat(pool.place(1, 0)).as("there is one GPU").isEqualTo(1);
    run(pool, 1, 100);
    // The first takes until 150, the second until 650; the replica leaves at 200, by 260.
    assertThat(pool.kept()).hasSize(2);
    run(pool, 100, 200);
    assertThat(pool.outstanding()).isEqualTo(1);
    pool.scale(0, LEAST_LOADED, 200);
    assertThat(pool.replicas()).as("the one that waited for a GPU is gone").hasSize(1);
    run(pool, 200, 261);
    assertThat(pool.replicas()).isEmpty();
    assertThat(pool.outstanding()).as("back on the queue").isEqualTo(1);
    assertThat(pool.usage().starting()).isEqualTo(100 - 1);
    assertThat(pool.usage().redone()).as("from 150 to 260").isEqualTo(110);
    assertThat(pool.usage().idle()).isZero();
  }

  @Test
  void whatIsGivenBackIsDoneByOthers() {
    SimulatedPool pool = pool(2, 0, new Request(0, 9), new Request(0, 900), new Request(0, 900));
    pool.scale(2, LEAST_LOADED, 0);
    pool.place(2, 0);
    run(pool, 0, 10);
    pool.scale(1, LEAST_LOADED, 10);
    assertThat(pool.kept()).singleElement().extracting(Replica::inFlight).isEqualTo(1);
    run(pool, 10, 971);
    // Begun at 0, given back at 70, done by the other one from 70 to 970; half of a replica each.
    assertThat(pool.outstanding()).isZero();
    assertThat(pool.usage().lastDone()).isEqualTo(970);
    assertThat(pool.usage().redone()).isEqualTo(70 / 2.0);
  }

  @Test
  void workTakesAsManyGpuSecondsAsItHas() {
    List<Request> requests = new ArrayList<>(Collections.nCopies(1000, new Request(0, 7)));
    SimulatedPool pool = pool(10, 0, requests.toArray(Request[]::new));
    pool.scale(4, LEAST_LOADED, 0);
    pool.place(4, 0);
    run(pool, 0, 10_000);
    double busy = pool.usage().total() - pool.usage().idle();
    assertThat(busy).isCloseTo(1000 * 7 / 10.0, within(4 * 7.0));
    assertThat(pool.usage().lastDone()).isCloseTo(1000 * 7 / 40, within(7));
  }

  @Test
  void theLeastLoadedLeavesWhereAsked() {
    SimulatedPool pool = pool(2, 0, new Request(0, 900), new Request(0, 9), new Request(0, 900));
    pool.scale(2, LEAST_LOADED, 0);
    pool.place(2, 0);
    run(pool, 0, 10);
    pool.scale(1, LEAST_LOADED, 10);
    run(pool, 10, 11);
    assertThat(pool.replicas()).as("the idle one is gone at once").hasSize(1);
    assertThat(pool.kept()).singleElement().extracting(Replica::inFlight).isEqualTo(2);
  }

  /** By the horizontal autoscaler's default behaviour: at most double or 4 more in 15 s. */
  @Test
  void lagGrowsByStepsAndShrinksAfterFiveMinutes() {
    List<Request> requests = new ArrayList<>(Collections.nCopies(120, new Request(1, 100)));
    SimulatedPool pool = pool(4, 0, 20, requests.toArray(Request[]::new));
    LagScaler keda = new LagScaler(any -> 10);
    List<Integer> sizes = new ArrayList<>();
    for (int now = 0; now <= 900; now++) {
      pool.pass(now);
      keda.look(List.of(pool), now);
      pool.place(100, now);
      if (now % 15 == 0) {
        sizes.add(pool.kept().size());
      }
    }
    // Polled at 30: one replica, and 5 by the look in the same second; then double; then 120 / 10.
    assertThat(sizes.subList(0, 5)).containsExactly(0, 0, 5, 10, 12);
    int done = pool.usage().lastDone();
    // The last poll that saw lag was up to 30 s before, and so is the next one after the cool-down.
    assertThat(sizes.get((done + 300 - 30) / 15)).as("kept for the cool-down").isPositive();
    assertThat(sizes.get((done + 300 + 30) / 15 + 1)).as("then gone").isZero();
  }

  private static SimulatedPool pool(int slots, int startSeconds, Request... requests) {
    return pool(slots, startSeconds, 10, requests);
  }

  private static SimulatedPool pool(int slots, int startSeconds, int max, Request... requests) {
    ScalingPolicy policy =
        new ScalingPolicy(
            "m",
            0,
            max,
            1,
            slots,
            0,
            1,
            Duration.ofMinutes(5),
            Duration.ofSeconds(startSeconds),
            Duration.ofMinutes(30),
            0);
    return new SimulatedPool(new Load.Pool(policy, List.of(requests)));
  }

  private static void run(SimulatedPool pool, int from, int until) {
    for (int now = from; now < until; now++) {
      pool.pass(now);
    }
  }
}

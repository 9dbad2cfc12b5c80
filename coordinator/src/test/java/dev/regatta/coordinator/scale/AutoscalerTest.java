package dev.regatta.coordinator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The loop, tick by tick, over a cluster that does at once what it is asked. */
class AutoscalerTest {
  private final TestingPool pool = new TestingPool("a");
  private final TestingPool other = new TestingPool("b");
  private final TestingCluster cluster = new TestingCluster(List.of(pool, other));
  private final SettableClock clock = new SettableClock();
  private final List<ServiceStatus> workers = new ArrayList<>();
  private Optional<Map<String, Demand>> demand = Optional.of(Map.of());
  private final Autoscaler autoscaler =
      new Autoscaler(cluster, OptionalInt.empty(), () -> demand, () -> workers, clock);

  @Test
  void aFirstRequestIsDecidedOnByTheNextLookAlsoRightAfterTheStart() {
    autoscaler.look();
    assertThat(cluster.calls).isEmpty();
    ask(1);
    autoscaler.look();
    assertThat(cluster.calls).containsExactly("a 1");
    autoscaler.look();
    assertThat(cluster.calls).as("it is done").hasSize(1);
    clock.pass(Autoscaler.SETTLING);
    autoscaler.look();
    PoolStatus status = autoscaler.pools().get(0);
    assertThat(status.pool()).isEqualTo("a");
    assertThat(status.model()).isEqualTo("model-a");
    assertThat(status.desired()).isEqualTo(1);
    assertThat(status.ready()).isEqualTo(1);
    assertThat(status.outstanding()).isEqualTo(1);
    assertThat(status.reason()).contains("1 request at");
    assertThat(status.costPerHour()).isEqualTo(2.5);
    assertThat(status.ratePerSecond()).isNull();
  }

  @Test
  void anIdlePoolIsAtZeroAfterTheIdleTimeAndTwoLooks() {
    pool.ready(2);
    ask(8);
    autoscaler.look();
    clock.pass(Autoscaler.SETTLING);
    autoscaler.look();
    ask(0);
    Instant last = clock.instant();
    while (pool.ready > 0 && clock.instant().isBefore(last.plus(Duration.ofHours(1)))) {
      clock.pass(Duration.ofSeconds(1));
      autoscaler.look();
    }
    assertThat(Duration.between(last, clock.instant()))
        .isBetween(TestingPool.IDLE, TestingPool.IDLE.plusSeconds(2));
  }

  @Test
  void whoeverTakesTheLeadKeepsBusyPoolsUntilItKnowsMore() {
    pool.ready(7);
    autoscaler.look();
    clock.pass(Autoscaler.SETTLING.minusSeconds(1));
    ask(1_000_000);
    autoscaler.look();
    assertThat(cluster.calls).as("neither fewer nor more").isEmpty();
    clock.pass(Duration.ofSeconds(1));
    autoscaler.look();
    assertThat(cluster.calls).containsExactly("a 10");
    demand = Optional.empty();
    autoscaler.look();
    assertThat(autoscaler.pools().get(0).desired()).as("as it is").isEqualTo(10);
    assertThat(autoscaler.pools().get(0).reason()).isNull();
    demand = Optional.of(Map.of());
    clock.pass(Duration.ofDays(1));
    autoscaler.look();
    assertThat(cluster.calls).as("leads anew, and starts to learn anew").hasSize(1);
  }

  @Test
  void aStandbyDecidesNothing() {
    demand = Optional.empty();
    pool.ready(3);
    clock.pass(Duration.ofDays(1));
    autoscaler.look();
    assertThat(cluster.calls).isEmpty();
    assertThat(autoscaler.pools()).extracting(PoolStatus::ready).containsExactly(3, 0);
  }

  @Test
  void aPoolThatCannotBeScaledIsTriedAgainLaterAndTheOthersAreScaled() {
    cluster.failing.add("a");
    demand = Optional.of(Map.of("model-a", work(1), "model-b", work(1)));
    autoscaler.look();
    assertThat(cluster.calls).containsExactly("a failed", "b 1");
    autoscaler.look();
    assertThat(cluster.calls).as("not at once").hasSize(2);
    clock.pass(Duration.ofSeconds(1));
    autoscaler.look();
    assertThat(cluster.calls).endsWith("a failed").hasSize(3);
    clock.pass(Duration.ofSeconds(1));
    autoscaler.look();
    assertThat(cluster.calls).as("later each time").hasSize(3);
    cluster.failing.clear();
    clock.pass(Duration.ofSeconds(1));
    autoscaler.look();
    assertThat(cluster.calls).endsWith("a 1");
  }

  @Test
  void aClusterThatDoesNotAnswerIsAskedAgain() {
    ask(1);
    cluster.failing.add("");
    autoscaler.look();
    cluster.failing.clear();
    autoscaler.look();
    assertThat(cluster.calls).as("not at once").isEmpty();
    clock.pass(Duration.ofSeconds(1));
    autoscaler.look();
    assertThat(cluster.calls).containsExactly("a 1");
  }

  @Test
  void theClusterIsToldHowMuchEachWorkerHas() {
    pool.ready(2);
    workers.add(new TestingWorker("a-1", "model-a").inFlight(3).status());
    workers.add(new TestingWorker("a-2", "model-a").inFlight(0).status());
    workers.add(new TestingWorker("b-1", "model-b").inFlight(4).status());
    ask(100_000);
    autoscaler.look();
    clock.pass(Autoscaler.SETTLING);
    autoscaler.look();
    assertThat(cluster.load).isEqualTo(Map.of("a-1", 3, "a-2", 0));
  }

  private void ask(long outstanding) {
    demand = Optional.of(Map.of("model-a", work(outstanding)));
  }

  private static Demand work(long outstanding) {
    return new Demand(outstanding, false, true);
  }

  /** What is asked of it is ready at once. */
  private static final class TestingCluster implements PoolBackend {
    private final List<TestingPool> pools;
    private final List<String> calls = new ArrayList<>();
    private final List<String> failing = new ArrayList<>();
    private Map<String, Integer> load = Map.of();

    TestingCluster(List<TestingPool> pools) {
      this.pools = pools;
    }

    @Override
    public List<ObservedPool> pools() {
      if (failing.contains("")) {
        throw RegattaException.resource("The API server does not answer", null);
      }
      return pools.stream().map(TestingPool::observed).toList();
    }

    @Override
    public void scale(String name, int replicas, String reason, Map<String, Integer> load) {
      if (failing.contains(name)) {
        calls.add(name + " failed");
        throw RegattaException.resource("The API server does not answer", null);
      }
      calls.add(name + " " + replicas);
      this.load = load;
      pools.stream().filter(pool -> pool.name.equals(name)).forEach(pool -> pool.become(replicas));
    }
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}

package dev.regatta.cli.bench.scaling;

import dev.regatta.coordinator.scale.Autoscaler;
import dev.regatta.coordinator.scale.Demand;
import dev.regatta.coordinator.scale.ObservedPool;
import dev.regatta.coordinator.scale.PoolBackend;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The coordinator's own autoscaler; only clock, workers and cluster are simulated. */
final class RegattaScaler implements Scaler, PoolBackend {
  /** Seconds between two words of a worker on itself. */
  private static final int WORD = 5;

  private final SecondsClock clock = new SecondsClock();
  private final Autoscaler autoscaler;
  private List<SimulatedPool> pools = List.of();
  private List<ServiceStatus> workers = List.of();
  private int now;

  RegattaScaler(int gpus) {
    this.autoscaler =
        new Autoscaler(this, OptionalInt.of(gpus), this::demand, () -> workers, clock);
  }

  @Override
  public void look(List<SimulatedPool> simulated, int second) {
    pools = simulated;
    now = second;
    clock.now = Instant.EPOCH.plusSeconds(second);
    if (second % WORD == 0) {
      workers = new ArrayList<>();
      for (SimulatedPool pool : pools) {
        pool.replicas().stream()
            .filter(Replica::placed)
            .forEach(replica -> workers.add(status(pool, replica)));
      }
    }
    autoscaler.look();
  }

  private Optional<Map<String, Demand>> demand() {
    Map<String, Demand> demand = new HashMap<>();
    pools.forEach(
        pool -> demand.put(pool.policy().model(), new Demand(pool.outstanding(), false, true)));
    return Optional.of(demand);
  }

  @Override
  public List<ObservedPool> pools() {
    return pools.stream().map(this::observed).toList();
  }

  private ObservedPool observed(SimulatedPool pool) {
    List<Replica> kept = pool.kept();
    int ready = (int) kept.stream().filter(replica -> replica.ready(now)).count();
    Map<String, String> blocked = new HashMap<>();
    kept.stream()
        .filter(replica -> !replica.placed())
        .forEach(replica -> blocked.put(replica.id(), "no GPU is free"));
    int starting = kept.size() - ready - blocked.size();
    return new ObservedPool(
        pool.policy().model(), pool.policy(), kept.size(), ready, starting, blocked);
  }

  @Override
  public void scale(String name, int replicas, String reason, Map<String, Integer> load) {
    pools.stream()
        .filter(pool -> pool.policy().model().equals(name))
        .forEach(pool -> pool.scale(replicas, Comparator.comparingInt(Replica::inFlight), now));
  }

  private ServiceStatus status(SimulatedPool pool, Replica replica) {
    boolean ready = replica.ready(now);
    int slots = ready ? pool.policy().slots() : 0;
    WorkerDetails details =
        new WorkerDetails(
            pool.policy().model(),
            "simulated",
            null,
            null,
            slots,
            null,
            List.of(),
            Map.of(),
            slots,
            replica.inFlight(),
            replica.answered(),
            0,
            0,
            0,
            true);
    return new ServiceStatus(
        replica.id(),
        ServiceKind.WORKER,
        1,
        "",
        "",
        1,
        ready ? ServiceState.SERVING : ServiceState.STARTING,
        1000L * replica.created(),
        1000L * now,
        null,
        details,
        null,
        null);
  }

  private static final class SecondsClock extends Clock {
    private Instant now = Instant.EPOCH;

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

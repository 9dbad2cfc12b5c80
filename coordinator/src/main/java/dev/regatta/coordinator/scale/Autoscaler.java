package dev.regatta.coordinator.scale;

import dev.regatta.coordinator.control.Backoff;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the pools of a cluster at the size that {@link ScalingRule} gives them, for as long as this
 * coordinator leads. Looks every second, in a thread of its own. A cluster that does not answer is
 * asked again, later each time, and stops nothing else.
 */
public final class Autoscaler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Autoscaler.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * After it has begun to lead: until executions have begun and each worker has said twice how much
   * it has answered.
   */
  static final Duration SETTLING = Duration.ofSeconds(15);

  /** The name that is no pool's: of the cluster as a whole. */
  private static final String CLUSTER = "";

  private final PoolBackend backend;
  private final OptionalInt gpuBudget;
  private final Workload workload;
  private final Supplier<List<ServiceStatus>> workers;
  private final Clock clock;
  private final WorkerHistory history = new WorkerHistory();
  private final Map<String, Backoff> backoffs = new HashMap<>();
  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "autoscaler");
            thread.setDaemon(true);
            return thread;
          });
  private Map<String, PoolMemory> memory = Map.of();
  private Instant leadsSince;
  private volatile List<PoolStatus> pools = List.of();

  /** What there is to do. */
  public interface Workload {
    /** Demand by model; empty where another coordinator leads. */
    Optional<Map<String, Demand>> demand();
  }

  /**
   * @param gpuBudget that all pools together may have; empty where nobody has said
   * @param workers those that are present
   */
  public Autoscaler(
      PoolBackend backend,
      OptionalInt gpuBudget,
      Workload workload,
      Supplier<List<ServiceStatus>> workers,
      Clock clock) {
    this.backend = backend;
    this.gpuBudget = gpuBudget;
    this.workload = workload;
    this.workers = workers;
    this.clock = clock;
  }

  /** Begins to look. */
  public Autoscaler start() {
    loop.scheduleWithFixedDelay(
        this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** The pools as they were seen last, by name. */
  public List<PoolStatus> pools() {
    return pools;
  }

  /** Looks once at what there is to do, and does it. For whoever has a clock of their own. */
  public void look() {
    attempt(CLUSTER, this::decide);
  }

  private void decide() {
    List<ServiceStatus> present = workers.get();
    history.observe(present);
    List<ObservedPool> observed = backend.pools();
    Optional<Map<String, Demand>> demand = workload.demand();
    if (demand.isEmpty()) {
      leadsSince = null;
      memory = Map.of();
      pools = statuses(observed, Map.of(), Map.of());
      return;
    }
    Instant now = clock.instant();
    if (leadsSince == null) {
      leadsSince = now;
    }
    boolean settled = !now.isBefore(leadsSince.plus(SETTLING));
    List<PoolLoad> loads =
        observed.stream().map(pool -> load(pool, demand.get(), present)).toList();
    ScalingRule.Outcome outcome =
        ScalingRule.decide(memory, new ScalingRule.Input(now, settled, gpuBudget, loads));
    memory = outcome.memory();
    pools = statuses(observed, demand.get(), outcome.decisions());
    pools.forEach(pool -> backend.outstanding(pool.pool(), pool.outstanding()));
    observed.forEach(pool -> carryOut(pool, outcome.decisions().get(pool.name()), present));
  }

  private PoolLoad load(
      ObservedPool pool, Map<String, Demand> demand, List<ServiceStatus> present) {
    ScalingPolicy policy = pool.policy();
    int busy = (int) inFlight(policy.model(), present).values().stream().filter(n -> n > 0).count();
    return new PoolLoad(
        pool,
        demand.getOrDefault(policy.model(), Demand.NONE),
        busy,
        history.rate(policy.model(), policy.slots()),
        history.startTime(policy.model()).orElse(policy.startTime()));
  }

  private static Map<String, Integer> inFlight(String model, List<ServiceStatus> workers) {
    return workers.stream()
        .filter(status -> status.worker() != null && status.worker().model().equals(model))
        .collect(
            Collectors.toMap(ServiceStatus::id, status -> status.worker().inFlight(), Math::max));
  }

  private void carryOut(ObservedPool pool, Decision decision, List<ServiceStatus> present) {
    if (decision.replicas() == pool.replicas()) {
      backoffs.remove(pool.name());
      return;
    }
    attempt(
        pool.name(),
        () -> {
          LOG.info(
              "Pool {}: {} -> {} replicas, {}",
              pool.name(),
              pool.replicas(),
              decision.replicas(),
              decision.reason());
          backend.scale(
              pool.name(),
              decision.replicas(),
              decision.reason(),
              inFlight(pool.policy().model(), present));
        });
  }

  private void attempt(String what, Runnable action) {
    Backoff backoff = backoffs.get(what);
    if (backoff != null && !backoff.over(clock.instant())) {
      return;
    }
    try {
      action.run();
      backoffs.remove(what);
    } catch (RuntimeException | Error e) {
      // Whatever it was: an error that got out would end the loop in silence.
      backoff = Backoff.after(backoff, clock.instant());
      backoffs.put(what, backoff);
      LOG.warn(
          "{} could not be scaled, tried again in {}: {}",
          what.equals(CLUSTER) ? "The cluster" : "Pool " + what,
          backoff.length(),
          e.getMessage(),
          expected(e) ? null : e);
    }
  }

  private static boolean expected(Throwable error) {
    return error instanceof RegattaException known && known.category() == ErrorCategory.RESOURCE;
  }

  private List<PoolStatus> statuses(
      List<ObservedPool> observed, Map<String, Demand> demand, Map<String, Decision> decisions) {
    return observed.stream()
        .map(
            pool ->
                status(
                    pool,
                    demand.getOrDefault(pool.policy().model(), Demand.NONE),
                    Optional.ofNullable(decisions.get(pool.name()))))
        .sorted(Comparator.comparing(PoolStatus::pool))
        .toList();
  }

  private PoolStatus status(ObservedPool pool, Demand demand, Optional<Decision> decision) {
    ScalingPolicy policy = pool.policy();
    OptionalDouble rate = history.measured(policy.model());
    return new PoolStatus(
        pool.name(),
        policy.model(),
        policy.min(),
        policy.max(),
        policy.gpus(),
        decision.map(Decision::replicas).orElse(pool.replicas()),
        pool.ready(),
        pool.starting(),
        pool.blocked(),
        demand.outstanding(),
        rate.isPresent() ? rate.getAsDouble() : null,
        decision.map(Decision::reason).orElse(null),
        policy.costPerHour() * pool.replicas());
  }

  /** Lets a look that is under way end, for a while. */
  @Override
  public void close() {
    loop.shutdown();
    try {
      if (!loop.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The autoscaler did not come to rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

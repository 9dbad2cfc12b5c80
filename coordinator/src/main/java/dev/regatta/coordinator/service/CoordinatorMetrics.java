package dev.regatta.coordinator.service;

import dev.regatta.coordinator.cluster.Coordinator;
import dev.regatta.coordinator.cluster.Queues;
import dev.regatta.coordinator.scale.PoolStatus;
import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.SweepStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a coordinator tells Prometheus. Queues and requests are looked at every ten seconds. */
final class CoordinatorMetrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorMetrics.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Coordinator coordinator;
  private final Queues queues;
  private final MultiGauge requests;
  private final MultiGauge depths;
  private final Supplier<List<PoolStatus>> pools;
  private final MultiGauge replicas;
  private final MultiGauge outstanding;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
          });

  CoordinatorMetrics(
      Coordinator coordinator,
      Queues queues,
      Supplier<List<PoolStatus>> pools,
      MeterRegistry registry) {
    this.coordinator = coordinator;
    this.queues = queues;
    this.pools = pools;
    Gauge.builder("regatta.coordinator.leads", coordinator, c -> c.leads() ? 1 : 0)
        .description("1 where this coordinator leads, else 0")
        .register(registry);
    for (SweepStatus state : SweepStatus.values()) {
      Gauge.builder("regatta.sweeps", coordinator, c -> count(c, state))
          .description("Sweeps by state")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    FunctionCounter.builder("regatta.publishing", coordinator, c -> c.publishing().toNanos() / 1e9)
        .description(
            "Time that executions which have ended have spent on handing requests to Kafka")
        .baseUnit("seconds")
        .register(registry);
    this.requests =
        MultiGauge.builder("regatta.requests")
            .description("Requests of the sweeps that are executed, by what became of them")
            .register(registry);
    this.depths =
        MultiGauge.builder("regatta.queue.requests")
            .description("Requests of a model that are not acknowledged")
            .register(registry);
    this.replicas =
        MultiGauge.builder("regatta.pool.replicas")
            .description("Replicas of a pool: desired, and those there are by their state")
            .register(registry);
    this.outstanding =
        MultiGauge.builder("regatta.pool.outstanding")
            .description("Requests of a pool's model without an outcome")
            .register(registry);
    executor.scheduleWithFixedDelay(
        this::update, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static long count(Coordinator coordinator, SweepStatus state) {
    return coordinator.sweeps().values().stream().filter(s -> s.state() == state).count();
  }

  private void update() {
    try {
      updatePools();
      List<Row<?>> rows = new ArrayList<>();
      coordinator.progress().forEach((sweep, models) -> rows.addAll(rows(sweep, models)));
      requests.register(rows, true);
      List<Row<?>> open = new ArrayList<>();
      for (Queues.Depth depth : queues.depths(coordinator.sweeps().values())) {
        open.add(Row.of(Tags.of("model", depth.model()), depth.open()));
      }
      depths.register(open, true);
    } catch (RuntimeException e) {
      // Whatever it was: an error that got out would end the updates in silence.
      LOG.warn("The metrics could not be brought up to date: {}", e.getMessage());
    }
  }

  private void updatePools() {
    List<Row<?>> counts = new ArrayList<>();
    List<Row<?>> open = new ArrayList<>();
    for (PoolStatus pool : pools.get()) {
      Tags tags = Tags.of("pool", pool.pool(), "model", pool.model());
      counts.add(Row.of(tags.and("state", "desired"), pool.desired()));
      counts.add(Row.of(tags.and("state", "ready"), pool.ready()));
      counts.add(Row.of(tags.and("state", "starting"), pool.starting()));
      counts.add(Row.of(tags.and("state", "blocked"), pool.blocked().size()));
      open.add(Row.of(tags, pool.outstanding()));
    }
    replicas.register(counts, true);
    outstanding.register(open, true);
  }

  private static List<Row<?>> rows(String sweep, Map<String, ModelProgress> models) {
    List<Row<?>> rows = new ArrayList<>();
    Map<String, ToIntFunction<ModelProgress>> outcomes =
        Map.of(
            "planned", ModelProgress::planned,
            "completed", ModelProgress::completed,
            "quarantined", ModelProgress::quarantined);
    models.forEach(
        (model, progress) ->
            outcomes.forEach(
                (outcome, count) ->
                    rows.add(
                        Row.of(
                            Tags.of("sweep", sweep, "model", model, "outcome", outcome),
                            count.applyAsInt(progress)))));
    return rows;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

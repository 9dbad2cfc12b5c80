package dev.regatta.worker;

import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import dev.regatta.service.registry.Presence;
import dev.regatta.worker.queue.Worker;
import dev.regatta.worker.queue.WorkerCounts;
import dev.regatta.worker.runtime.RuntimeInfo;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What a worker says of itself: to the registry, to probes, and as metrics. */
final class WorkerReport {
  private static final WorkerCounts NOTHING = new WorkerCounts(0, 0, 0, 0);

  private final WorkerConfig config;
  private final Presence presence;
  private final MeterRegistry metrics;
  private final Tags tags;

  /** Null until the engine is open and the lanes serve. */
  private volatile Serving serving;

  private record Serving(MeteredRuntime engine, RuntimeInfo info, Worker worker) {}

  WorkerReport(WorkerConfig config, Presence presence, MeterRegistry metrics) {
    this.config = config;
    this.presence = presence;
    this.metrics = metrics;
    this.tags = Tags.of("model", config.model(), "worker", presence.id());
    count("answered", "Requests answered", WorkerCounts::answered);
    count("quarantined", "Requests given up", WorkerCounts::quarantined);
    count("released", "Requests given back to the queue", WorkerCounts::released);
    count("discarded", "Requests of stopped sweeps, dropped", WorkerCounts::discarded);
    Gauge.builder("regatta.worker.in.flight", this, WorkerReport::inFlight)
        .description("Requests that the engine has")
        .tags(tags)
        .register(metrics);
  }

  /** Times the engine's answers. */
  Timer timer() {
    return Timer.builder("regatta.worker.answer")
        .description("Time from giving a request to the engine to its end")
        .tags(tags)
        .register(metrics);
  }

  void serving(MeteredRuntime engine, Worker worker) {
    RuntimeInfo info = engine.info();
    Gauge.builder("regatta.worker.slots", info, RuntimeInfo::slots)
        .description("Requests that are worth having in flight at once")
        .tags(tags)
        .register(metrics);
    serving = new Serving(engine, info, worker);
  }

  /** What the worker still waits for. */
  Optional<String> missing() {
    return serving == null ? Optional.of("the engine is not ready") : Optional.empty();
  }

  WorkerCounts counts() {
    Serving now = serving;
    return now == null ? NOTHING : now.worker().counts();
  }

  ServiceStatus status() {
    Serving now = serving;
    return presence.of(now == null ? starting() : details(now));
  }

  private WorkerDetails starting() {
    return new WorkerDetails(
        config.model(),
        config.runtime(),
        null,
        null,
        0,
        null,
        List.of(),
        Map.of(),
        0,
        0,
        0,
        0,
        0,
        0,
        false);
  }

  private WorkerDetails details(Serving now) {
    RuntimeInfo info = now.info();
    WorkerCounts counts = now.worker().counts();
    return new WorkerDetails(
        config.model(),
        info.runtime(),
        info.version(),
        info.revision(),
        info.slots(),
        info.window(),
        info.kinds().stream().sorted().toList(),
        Map.of(),
        info.slots(),
        now.engine().inFlight(),
        counts.answered(),
        counts.quarantined(),
        counts.released(),
        counts.discarded(),
        info.simulated());
  }

  private int inFlight() {
    Serving now = serving;
    return now == null ? 0 : now.engine().inFlight();
  }

  private void count(String what, String description, ToDoubleFunction<WorkerCounts> value) {
    FunctionCounter.builder(
            "regatta.worker." + what, this, report -> value.applyAsDouble(report.counts()))
        .description(description)
        .tags(tags)
        .register(metrics);
  }
}

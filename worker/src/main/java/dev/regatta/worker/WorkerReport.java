package dev.regatta.worker;

import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import dev.regatta.service.registry.Presence;
import dev.regatta.worker.queue.WorkerCounts;
import dev.regatta.worker.runtime.EngineState;
import dev.regatta.worker.runtime.RuntimeInfo;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a worker says of itself: to the registry, to probes, and as metrics. */
final class WorkerReport {
  private static final WorkerCounts NOTHING = new WorkerCounts(0, 0, 0, 0);

  private final WorkerConfig config;
  private final Presence presence;
  private final MeterRegistry metrics;
  private final Tags tags;

  /** Null until the engine is open and the lanes serve. */
  private volatile Serving serving;

  private record Serving(MeteredRuntime engine, RuntimeInfo info, Supplier<WorkerCounts> counts) {}

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

  /** From now on the engine is there and lanes take requests. */
  void serving(MeteredRuntime engine, Supplier<WorkerCounts> counts) {
    RuntimeInfo info = engine.info();
    Gauge.builder("regatta.worker.slots", info, RuntimeInfo::slots)
        .description("Requests that are worth having in flight at once")
        .tags(tags)
        .register(metrics);
    serving = new Serving(engine, info, counts);
  }

  /** What the worker waits for. */
  Optional<String> missing() {
    Serving now = serving;
    return now == null
        ? Optional.of("the engine is not open yet")
        : now.engine().state().waitingFor();
  }

  WorkerCounts counts() {
    Serving now = serving;
    return now == null ? NOTHING : now.counts().get();
  }

  ServiceStatus status() {
    Serving now = serving;
    if (now == null) {
      return presence.of(starting());
    }
    EngineState engine = now.engine().state();
    presence.is(
        engine.waitingFor().isPresent() ? ServiceState.WAITING : ServiceState.SERVING,
        engine.waitingFor().orElse(null));
    return presence.of(details(now, engine.concurrency()));
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

  private WorkerDetails details(Serving now, int concurrency) {
    RuntimeInfo info = now.info();
    WorkerCounts counts = now.counts().get();
    return new WorkerDetails(
        config.model(),
        info.runtime(),
        info.version(),
        info.revision(),
        info.slots(),
        info.knownWindow().orElse(null),
        info.kinds().stream().sorted().toList(),
        info.refused().entrySet().stream()
            .collect(Collectors.toMap(refused -> refused.getKey().name(), Map.Entry::getValue)),
        concurrency,
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

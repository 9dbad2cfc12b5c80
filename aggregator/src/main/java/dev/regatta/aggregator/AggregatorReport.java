package dev.regatta.aggregator;

import dev.regatta.aggregator.scoring.SweepScorer;
import dev.regatta.aggregator.sink.Sink;
import dev.regatta.protocol.AggregatorDetails;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.service.registry.Presence;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What an aggregator says of itself: to the registry, to probes, and as metrics. */
final class AggregatorReport {
  private final Presence presence;
  private final Sink sink;
  private final SweepScorer scorer;

  AggregatorReport(Presence presence, Sink sink, SweepScorer scorer) {
    this.presence = presence;
    this.sink = sink;
    this.scorer = scorer;
  }

  void register(MeterRegistry metrics) {
    count(metrics, "landed", "Rows in place", Sink::landed);
    count(metrics, "duplicates", "Completions of requests that had one", Sink::duplicates);
    count(metrics, "unreadable", "Records set aside", Sink::unreadable);
    Gauge.builder("regatta.aggregator.lag", sink, Sink::lag)
        .description("Records of its partitions that are not in place yet")
        .register(metrics);
    Gauge.builder("regatta.aggregator.partitions", this, report -> report.owned().size())
        .description("Partitions that it lands")
        .register(metrics);
  }

  /** What is waited for; a standby is ready too. */
  Optional<String> missing() {
    return sink.partitions().isPresent()
        ? Optional.empty()
        : Optional.of("the group of sinks has not let it in yet");
  }

  ServiceStatus status() {
    if (sink.partitions().isPresent()) {
      presence.is(owned().isEmpty() ? ServiceState.STANDBY : ServiceState.SERVING);
    }
    return presence.of(
        new AggregatorDetails(
            owned().stream().sorted().toList(),
            sink.landed(),
            sink.duplicates(),
            sink.unreadable(),
            sink.lag(),
            scorer.states()));
  }

  private Set<Integer> owned() {
    return sink.partitions().orElse(Set.of());
  }

  private void count(
      MeterRegistry metrics, String what, String description, ToDoubleFunction<Sink> value) {
    FunctionCounter.builder("regatta.aggregator." + what, sink, value)
        .description(description)
        .register(metrics);
  }
}

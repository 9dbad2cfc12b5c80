package dev.regatta.coordinator.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line of a pool's workers. */
final class WorkerArguments {
  /** Before the pod is killed: time to say goodbye after the last request has been given back. */
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  /** An engine that loads a large model from afar takes long; the worker waits for it. */
  private static final int START_TIMEOUT_SECONDS = 7200;

  private WorkerArguments() {}

  static List<String> of(ModelPool pool, WorkerDefaults defaults, String bootstrap) {
    PoolSpec spec = pool.spec();
    Flags flags =
        new Flags()
            .add("--model", spec.model().name())
            .add("--runtime", spec.hasSidecar() ? "openai" : spec.runtime())
            .add("--id", "$(POD_NAME)")
            .add("--bootstrap", bootstrap);
    if (defaults.kafka().propertiesSecret().isPresent()) {
      flags.add("--kafka-properties", PodTemplates.KAFKA + "/kafka.properties");
    }
    flags.add("--drain-timeout", drain(pool.gracePeriod()).toMillis() + "ms");
    if (defaults.tokensSecret().isPresent()) {
      flags
          .add("--http.port", PodTemplates.HTTP_PORT)
          .add("--http.host", "$(POD_IP)")
          .add("--http.tokens-file", PodTemplates.TOKENS + "/tokens");
    }
    options(spec, flags);
    List<String> all = new ArrayList<>(List.of("worker"));
    all.addAll(flags.with(spec.worker().args()));
    return all;
  }

  /** A little less than the grace period, of short ones half. */
  static Duration drain(Duration grace) {
    Duration less = grace.minus(GOODBYE);
    Duration half = grace.dividedBy(2);
    return less.compareTo(half) > 0 ? less : half;
  }

  private static void options(PoolSpec spec, Flags flags) {
    Map<String, Object> options = new TreeMap<>();
    spec.engine()
        .ifPresent(
            engine -> {
              options.put("base_url", "http://127.0.0.1:" + engine.port() + "/v1");
              options.put("model", Engines.servedName(spec));
              options.put("concurrency", spec.slots());
              options.put("start_timeout_seconds", START_TIMEOUT_SECONDS);
              spec.model().revision().ifPresent(revision -> options.put("revision", revision));
            });
    if (spec.runtime().equals("llamacpp")) {
      options.put("file", spec.source());
      options.put("slots", spec.slots());
    }
    if (spec.runtime().equals("simulated")) {
      options.put("slots", spec.slots());
    }
    options.putAll(spec.worker().options());
    options.forEach((name, value) -> flags.addEntry("--runtime-option", name, value));
  }
}

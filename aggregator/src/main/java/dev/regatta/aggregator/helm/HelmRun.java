package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RunSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A run of HELM's in its directory. */
record HelmRun(HelmFiles files, ObjectNode json, RunSpec spec, HelmLayout layout) {

  /** Reads the run's spec; the other files are read when they are asked for. */
  static HelmRun open(Path directory) {
    HelmFiles files = new HelmFiles(directory);
    ObjectNode json = files.object(HelmFiles.RUN_SPEC);
    HelmRun run = new HelmRun(files, json, HelmRunSpecs.read(files, json), HelmLayout.of(files));
    if (run.layout == HelmLayout.STATS && !files.has(HelmFiles.STATS)) {
      throw files.wrong(HelmFiles.STATS, "no such file, nor " + HelmFiles.STATE, null);
    }
    return run;
  }

  /**
   * Every request with its answer, in order, as far as the files have it.
   *
   * @return what {@code scenario_state.json} has besides; null where there is no such file
   */
  ObjectNode states(Consumer<HelmRequestState> consumer) {
    Consumer<HelmRequestState> checked = state -> consumer.accept(checked(state));
    switch (layout) {
      case STATE -> {
        return files.states(checked);
      }
      case DISPLAY -> displayed(checked);
      case STATS -> {}
    }
    return null;
  }

  /** The same run with another metric standing for it. */
  HelmRun withMainMetric(String metric) {
    RunSpec other =
        new RunSpec(
            spec.name(),
            spec.model(),
            spec.label(),
            spec.scenario(),
            spec.scenarioSpec(),
            spec.adapter(),
            spec.augmentation(),
            spec.metrics(),
            metric,
            spec.groups());
    return new HelmRun(files, json, other, layout);
  }

  void stats(Consumer<HelmStat> consumer) {
    if (files.has(HelmFiles.STATS)) {
      files.list(HelmFiles.STATS, HelmStat.class, stat -> consumer.accept(named(stat)));
    }
  }

  void instanceStats(Consumer<HelmInstanceStats> consumer) {
    if (files.has(HelmFiles.INSTANCE_STATS)) {
      files.list(
          HelmFiles.INSTANCE_STATS,
          HelmInstanceStats.class,
          stats -> {
            if (stats.instanceId() == null || stats.stats().stream().anyMatch(s -> !hasName(s))) {
              throw files.wrong(
                  HelmFiles.INSTANCE_STATS, "an element lacks instance_id or a name", null);
            }
            consumer.accept(stats);
          });
    }
  }

  private HelmStat named(HelmStat stat) {
    if (!hasName(stat)) {
      throw files.wrong(HelmFiles.STATS, "a statistic has no name", null);
    }
    return stat;
  }

  private static boolean hasName(HelmStat stat) {
    return stat.name() != null && stat.name().name() != null;
  }

  private HelmRequestState checked(HelmRequestState state) {
    String missing =
        state.instance() == null
            ? "instance"
            : state.instance().id() == null
                ? "instance.id"
                : state.request() == null ? "request" : state.result() == null ? "result" : null;
    if (missing != null) {
      throw files.wrong(
          HelmFiles.STATE, "a request state without " + missing + " (expected: a whole run)", null);
    }
    Integer reference = state.referenceIndex();
    int references = state.instance().references().size();
    if (reference != null && (reference < 0 || reference >= references)) {
      throw files.wrong(
          HelmFiles.STATE,
          "instance %s: reference_index %d (expected: less than %d)"
              .formatted(state.instance().id(), reference, references),
          null);
    }
    return state;
  }

  private record Copy(String id, String perturbation) {}

  /** The display files have one element per request, both in the same order. */
  private void displayed(Consumer<HelmRequestState> consumer) {
    Map<Copy, HelmInstance> instances = new HashMap<>();
    files.list(
        HelmFiles.INSTANCES,
        HelmInstance.class,
        instance -> instances.put(new Copy(instance.id(), instance.perturbationKey()), instance));
    List<HelmDisplayRequest> requests = new ArrayList<>();
    files.list(HelmFiles.REQUESTS, HelmDisplayRequest.class, requests::add);
    Iterator<HelmDisplayRequest> next = requests.iterator();
    files.list(
        HelmFiles.PREDICTIONS,
        HelmPrediction.class,
        prediction -> {
          String key = prediction.perturbation() == null ? null : prediction.perturbation().key();
          HelmInstance instance = instances.get(new Copy(prediction.instanceId(), key));
          if (instance == null || !next.hasNext()) {
            throw files.wrong(
                HelmFiles.PREDICTIONS,
                "instance %s is not in %s, or not in %s"
                    .formatted(prediction.instanceId(), HelmFiles.INSTANCES, HelmFiles.REQUESTS),
                null);
          }
          consumer.accept(state(instance, prediction, next.next().request()));
        });
    if (next.hasNext()) {
      throw files.wrong(HelmFiles.REQUESTS, "more elements than in " + HelmFiles.PREDICTIONS, null);
    }
  }

  private HelmRequestState state(
      HelmInstance instance, HelmPrediction prediction, HelmRequest request) {
    Map<String, Object> rest = new HashMap<>();
    if (prediction.annotations() != null) {
      rest.put("annotations", prediction.annotations());
    }
    Map<String, Object> thinking = new HashMap<>();
    if (prediction.thinkingText() != null) {
      thinking.put("thinking", Map.of("text", prediction.thinkingText()));
    }
    HelmCompletion completion =
        new HelmCompletion(prediction.predictedText(), 0, List.of(), null, thinking);
    return new HelmRequestState(
        instance,
        prediction.referenceIndex(),
        null,
        prediction.trainTrialIndex(),
        mapping(prediction),
        request,
        new HelmResult(List.of(completion), null, null, Map.of("success", true)),
        0,
        false,
        rest);
  }

  /** All that is told of the mapping is what became of this answer. */
  private Map<String, String> mapping(HelmPrediction prediction) {
    if (prediction.mappedOutput() != null && prediction.predictedText() != null) {
      return Map.of(prediction.predictedText().strip(), prediction.mappedOutput());
    }
    boolean labels = spec.adapter().method().startsWith(AdapterSpec.MULTIPLE_CHOICE_JOINT);
    return labels ? Map.of() : null;
  }

  /** HELM's scenario.json; null where there is none. */
  String scenario() {
    return files.has(HelmFiles.SCENARIO) ? Json.text(files.object(HelmFiles.SCENARIO)) : null;
  }
}

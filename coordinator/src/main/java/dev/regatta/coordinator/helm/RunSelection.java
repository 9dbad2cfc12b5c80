package dev.regatta.coordinator.helm;

import java.util.List;
import java.util.Optional;

/**
 * Which runs of an entry file are made, and how large; the options of {@code helm-run}.
 *
 * @param maxEvalInstances for runs that do not say it themselves
 * @param numTrainTrials for runs with examples
 * @param models names of models; empty for all
 * @param priority entries with a greater number are left out
 */
public record RunSelection(
    Optional<Integer> maxEvalInstances,
    Optional<Integer> numTrainTrials,
    List<String> models,
    Optional<Integer> priority) {

  /** All runs as they are. */
  public static final RunSelection ALL =
      new RunSelection(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  boolean wants(String model) {
    return models.isEmpty() || models.contains(model);
  }

  /** The run with the limit of instances, where it has none of its own. */
  HelmRunSpec limited(HelmRunSpec run) {
    return run.adapterSpec().maxEvalInstances() == null && maxEvalInstances.isPresent()
        ? run.adapted(spec -> spec.maxEvalInstances(maxEvalInstances.get()))
        : run;
  }
}

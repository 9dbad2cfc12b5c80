package dev.regatta.protocol;

import java.util.List;
import java.util.Map;

/**
 * One row of work: a scenario, adapted for one model, scored with some metrics (HELM's RunSpec).
 *
 * @param name unique in the sweep; HELM's style: {@code scenario:arg=value,...,model=name}
 * @param label short name of the adapter variant, shown on the leaderboard (for instance {@code
 *     0-shot}); empty for the only one
 * @param scenario short name of the scenario
 * @param scenarioSpec what the scenario was made from
 * @param metrics names of instance metrics, see docs/metrics.md
 * @param mainMetric the metric of the leaderboard's accuracy column
 * @param groups run groups
 * @param helm HELM's own {@code run_spec.json} of a run that was made of HELM's files, which an
 *     export writes again; null for others
 */
public record RunSpec(
    String name,
    String model,
    String label,
    String scenario,
    ObjectSpec scenarioSpec,
    AdapterSpec adapter,
    DataAugmentation augmentation,
    List<String> metrics,
    String mainMetric,
    List<String> groups,
    Map<String, Object> helm) {

  /** A run that was not made of HELM's files. */
  public RunSpec(
      String name,
      String model,
      String label,
      String scenario,
      ObjectSpec scenarioSpec,
      AdapterSpec adapter,
      DataAugmentation augmentation,
      List<String> metrics,
      String mainMetric,
      List<String> groups) {
    this(
        name,
        model,
        label,
        scenario,
        scenarioSpec,
        adapter,
        augmentation,
        metrics,
        mainMetric,
        groups,
        null);
  }
}

package dev.regatta.protocol;

import java.util.List;

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
    List<String> groups) {}

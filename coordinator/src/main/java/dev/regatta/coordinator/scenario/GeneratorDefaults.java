package dev.regatta.coordinator.scenario;

import java.util.List;
import java.util.Map;

/**
 * How a generated scenario is usually adapted and scored.
 *
 * @param adapter fields of the AdapterSpec in snake case that differ from its defaults or that the
 *     scenario depends on
 * @param metrics names of the reference metrics
 * @param mainMetric the one of the leaderboard
 * @param mainSplit the split of the leaderboard
 */
public record GeneratorDefaults(
    Map<String, Object> adapter, List<String> metrics, String mainMetric, String mainSplit) {}

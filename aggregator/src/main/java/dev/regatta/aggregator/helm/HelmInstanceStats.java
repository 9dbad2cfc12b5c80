package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.protocol.Perturbation;
import java.util.List;

/** Scores of an instance: an element of {@code per_instance_stats.json}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmInstanceStats(
    String instanceId, Perturbation perturbation, int trainTrialIndex, List<HelmStat> stats) {

  HelmInstanceStats {
    stats = stats == null ? List.of() : stats;
  }
}

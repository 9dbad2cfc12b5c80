package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.aggregator.summary.NamedStat;
import dev.regatta.aggregator.summary.SummaryRun;
import dev.regatta.protocol.RunSpec;
import java.util.List;
import java.util.Set;

/**
 * A run of the store as HELM's documents.
 *
 * @param json its run_spec.json
 * @param scenario its scenario.json
 * @param state what scenario_state.json has beside its requests; null where there is to be none
 * @param unknown statistics that HELM does not know and that are left out
 */
record StoredRun(
    RunSpec spec,
    ObjectNode json,
    ObjectNode scenario,
    ObjectNode state,
    List<HelmStat> stats,
    Set<String> unknown) {

  String directory() {
    return spec.name().replace("/", "_");
  }

  SummaryRun summary() {
    return new SummaryRun(
        json,
        stats.stream()
            .map(
                stat ->
                    new NamedStat(
                        stat.name().name(),
                        stat.name().split(),
                        stat.name().subSplit(),
                        stat.name().perturbation(),
                        stat.stat()))
            .toList());
  }
}

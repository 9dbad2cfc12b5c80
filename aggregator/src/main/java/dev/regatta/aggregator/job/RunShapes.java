package dev.regatta.aggregator.job;

import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.statistics.RunShape;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.RunSpec;
import java.util.Set;

/** The shape of a run, from its spec. */
final class RunShapes {
  /** Methods that may ask more than one request about an instance. */
  private static final Set<String> SEVERAL = Set.of("language_modeling", "ranking_binary");

  private RunShapes() {}

  static RunShape of(RunSpec run, InstanceScorer scorer) {
    AdapterSpec adapter = run.adapter();
    return new RunShape(
        run.name(),
        scorer.metrics(),
        scorer.separate() || adapter.numTrials() > 1 || SEVERAL.contains(adapter.method()),
        !run.augmentation().perturbations().isEmpty(),
        adapter.numTrainTrials() > 1,
        scorer.likelihoodOnly());
  }
}

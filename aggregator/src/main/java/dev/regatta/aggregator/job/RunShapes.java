package dev.regatta.aggregator.job;

import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.statistics.RunShape;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.RunSpec;

/** The shape of a run, from its spec. */
final class RunShapes {

  private RunShapes() {}

  static RunShape of(RunSpec run, InstanceScorer scorer) {
    AdapterSpec adapter = run.adapter();
    return new RunShape(
        run.name(),
        scorer.metrics(),
        scorer.separate() || adapter.numTrials() > 1,
        !run.augmentation().perturbations().isEmpty(),
        adapter.numTrainTrials() > 1,
        scorer.likelihoodOnly());
  }
}

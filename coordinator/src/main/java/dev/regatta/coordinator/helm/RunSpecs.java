package dev.regatta.coordinator.helm;

import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import java.util.List;

/** Makes Regatta's runs of HELM's. */
final class RunSpecs {
  private RunSpecs() {}

  /**
   * @param scenario short name of the scenario
   * @param metrics what the run's metric specs are called here
   * @throws RegattaException USER where the run asks for something that has no place here
   */
  static RunSpec of(HelmRunSpec run, String scenario, List<String> metrics) {
    return new RunSpec(
        run.name(),
        run.modelDeployment(),
        "",
        scenario,
        run.scenarioSpec(),
        run.adapterSpec(),
        augmentation(run),
        metrics,
        MainMetrics.of(run, metrics),
        run.groups(),
        RunSpecJson.document(run));
  }

  private static DataAugmentation augmentation(HelmRunSpec run) {
    AugmenterSpec spec = run.dataAugmenterSpec();
    if (spec.shouldAugmentTrainInstances()) {
      throw unsupported(run, "should_augment_train_instances: true (expected: false)");
    }
    if (!spec.shouldAugmentEvalInstances() || spec.perturbationSpecs().isEmpty()) {
      return DataAugmentation.NONE;
    }
    return new DataAugmentation(
        spec.perturbationSpecs(),
        spec.seedsPerInstance(),
        !spec.shouldSkipUnchangedEval(),
        !spec.shouldIncludeOriginalEval());
  }

  private static RegattaException unsupported(HelmRunSpec run, String what) {
    return RegattaException.user(run.name() + ": data_augmenter_spec: " + what);
  }
}

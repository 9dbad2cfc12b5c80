package dev.regatta.coordinator.helm;

import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.MetricNames;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import java.util.List;

/** Makes Regatta's runs of HELM's. */
final class RunSpecs {
  private static final String GENERATION_METRIC = "basic_metrics.BasicGenerationMetric";

  private RunSpecs() {}

  /**
   * @param scenario short name of the scenario
   * @throws RegattaException USER where the run asks for something that has no place here
   */
  static RunSpec of(HelmRunSpec run, String scenario) {
    List<String> metrics = metrics(run);
    return new RunSpec(
        run.name(),
        run.modelDeployment(),
        "",
        scenario,
        run.scenarioSpec(),
        run.adapterSpec(),
        augmentation(run),
        metrics,
        MainMetrics.of(run.groups(), metrics),
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
    if (!spec.shouldIncludeOriginalEval() || !spec.shouldSkipUnchangedEval()) {
      throw unsupported(
          run,
          "should_include_original_eval and should_skip_unchanged_eval (expected: both true)");
    }
    return new DataAugmentation(spec.perturbationSpecs(), spec.seedsPerInstance());
  }

  /** Names of the metrics that are computed; those of further classes are not, as yet. */
  private static List<String> metrics(HelmRunSpec run) {
    List<String> possible = MetricNames.of(run.adapterSpec().method());
    return run.metricSpecs().stream()
        .filter(spec -> spec.className().endsWith(GENERATION_METRIC))
        .flatMap(spec -> names(spec).stream())
        .filter(possible::contains)
        .distinct()
        .toList();
  }

  private static List<String> names(ObjectSpec spec) {
    return spec.args().get("names") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static RegattaException unsupported(HelmRunSpec run, String what) {
    return RegattaException.user(run.name() + ": data_augmenter_spec: " + what);
  }
}

package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.perturb.PerturbationClasses;
import dev.regatta.coordinator.perturb.Suites;
import dev.regatta.coordinator.perturb.Suites.Suite;
import dev.regatta.protocol.ObjectSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The expander {@code data_augmentation}, which writes suites the way HELM's run specs do. */
final class AugmentationOptions {
  /** Arguments that HELM writes out though they say nothing. */
  private static final Map<String, Map<String, Object>> WRITTEN =
      Map.of(
          "dialect", Specs.args("mapping_file_path", null),
          "gender",
              Specs.args(
                  "mapping_file_path", null, "mapping_file_genders", null, "bidirectional", false),
          "person_name", Specs.args("name_file_path", null));

  private AugmentationOptions() {}

  static RunExpander expander(Object value) {
    List<Suite> suites = RunExpanders.chosen("data_augmentation", value, Suites.byOption());
    return run ->
        suites.stream()
            .map(
                suite ->
                    run.tagged("data_augmentation", suite.runName())
                        .withAugmenter(AugmenterSpec.of(written(suite))))
            .toList();
  }

  private static List<ObjectSpec> written(Suite suite) {
    return suite.perturbations().stream().map(AugmentationOptions::written).toList();
  }

  private static ObjectSpec written(ObjectSpec perturbation) {
    Map<String, Object> args = new TreeMap<>(perturbation.args());
    args.putAll(WRITTEN.getOrDefault(perturbation.className(), Map.of()));
    return new ObjectSpec(PerturbationClasses.classOf(perturbation.className()), args);
  }
}

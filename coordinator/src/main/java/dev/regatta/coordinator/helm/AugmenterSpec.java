package dev.regatta.coordinator.helm;

import dev.regatta.protocol.ObjectSpec;
import java.util.List;

/** HELM's DataAugmenterSpec. The train flags are those that its expander writes. */
record AugmenterSpec(
    List<ObjectSpec> perturbationSpecs,
    boolean shouldAugmentTrainInstances,
    boolean shouldIncludeOriginalTrain,
    boolean shouldSkipUnchangedTrain,
    boolean shouldAugmentEvalInstances,
    boolean shouldIncludeOriginalEval,
    boolean shouldSkipUnchangedEval,
    int seedsPerInstance) {

  static final AugmenterSpec NONE =
      new AugmenterSpec(List.of(), false, false, false, false, false, false, 1);

  /**
   * What the expander {@code data_augmentation} makes: originals kept, unchanged copies dropped.
   */
  static AugmenterSpec of(List<ObjectSpec> perturbations) {
    return new AugmenterSpec(perturbations, false, true, true, true, true, true, 1);
  }
}

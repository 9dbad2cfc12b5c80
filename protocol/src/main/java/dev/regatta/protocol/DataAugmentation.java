package dev.regatta.protocol;

import java.util.List;

/**
 * Perturbed copies of the evaluated instances (HELM's DataAugmenterSpec). As its {@code
 * data_augmentation} expander makes them: originals kept, unchanged copies dropped. Train instances
 * are left alone.
 *
 * @param perturbations names with their arguments; empty for none
 * @param seedsPerInstance copies per perturbation
 * @param keepUnchanged whether copies stay whose input did not change
 * @param dropOriginals whether the copies take the place of the originals
 */
public record DataAugmentation(
    List<ObjectSpec> perturbations,
    int seedsPerInstance,
    boolean keepUnchanged,
    boolean dropOriginals) {

  public static final DataAugmentation NONE = new DataAugmentation(List.of(), 1);

  /** Beside the originals, and changed ones only. */
  public DataAugmentation(List<ObjectSpec> perturbations, int seedsPerInstance) {
    this(perturbations, seedsPerInstance, false, false);
  }
}

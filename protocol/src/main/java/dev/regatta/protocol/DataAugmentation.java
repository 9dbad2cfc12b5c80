package dev.regatta.protocol;

import java.util.List;

/**
 * Perturbed copies of the evaluated instances, as HELM's {@code data_augmentation} expander makes
 * them: originals kept, unchanged copies dropped, train instances untouched.
 *
 * @param perturbations names with their arguments; empty for none
 * @param seedsPerInstance copies per perturbation
 */
public record DataAugmentation(List<ObjectSpec> perturbations, int seedsPerInstance) {

  public static final DataAugmentation NONE = new DataAugmentation(List.of(), 1);
}

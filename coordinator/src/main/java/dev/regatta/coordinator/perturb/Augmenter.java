package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;

/** Adds perturbed copies to evaluated instances. Thread-safe. */
public final class Augmenter {
  private final List<TextPerturbation> perturbations;
  private final int seedsPerInstance;
  private final boolean keepUnchanged;

  /**
   * Drops unchanged copies.
   *
   * @throws RegattaException (user) where a perturbation cannot be made, see {@link
   *     TextPerturbation#of}
   */
  public Augmenter(DataAugmentation augmentation, PerturbationResources resources) {
    this(augmentation, resources, false);
  }

  /**
   * @param keepUnchanged keeps unchanged copies too. HELM does so for scenarios that build their
   *     inputs of a passage and a question (BoolQ, CivilComments): a copy's input is a plain one
   *     there and so never counts as equal to the original's
   */
  public Augmenter(
      DataAugmentation augmentation, PerturbationResources resources, boolean keepUnchanged) {
    this.perturbations =
        augmentation.perturbations().stream()
            .map(spec -> TextPerturbation.of(spec, resources))
            .toList();
    this.seedsPerInstance = augmentation.seedsPerInstance();
    this.keepUnchanged = keepUnchanged;
  }

  /**
   * The original, then one copy per perturbation and seed, all under the original's id. Copies
   * whose input did not change are left out, even if their references did.
   *
   * @param original an evaluated instance with an id
   */
  public List<Instance> augment(Instance original) {
    if (perturbations.isEmpty()) {
      return List.of(original);
    }
    if (original.messages() != null) {
      throw RegattaException.user(
          "Instance "
              + original.id()
              + " is a chat, and perturbations change the text of an input only (expected: no"
              + " perturbations, or instances without messages)");
    }
    List<Instance> instances = new ArrayList<>();
    instances.add(original);
    for (TextPerturbation perturbation : perturbations) {
      for (int repeat = 0; repeat < seedsPerInstance; repeat++) {
        Instance copy = perturbation.perturb(original, repeat);
        if (keepUnchanged || !copy.input().equals(original.input())) {
          instances.add(copy);
        }
      }
    }
    return instances;
  }
}

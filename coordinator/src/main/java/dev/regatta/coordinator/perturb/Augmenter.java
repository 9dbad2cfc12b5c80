package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;

/** Adds perturbed copies to evaluated instances. Thread-safe. */
public final class Augmenter {
  private final List<TextPerturbation> perturbations;
  private final DataAugmentation augmentation;
  private final boolean keepUnchanged;

  /**
   * @throws RegattaException (user) where a perturbation cannot be made, see {@link
   *     TextPerturbation#of}
   */
  public Augmenter(DataAugmentation augmentation, PerturbationResources resources) {
    this(augmentation, resources, false);
  }

  /**
   * @param keepUnchanged whether the scenario asks to keep unchanged copies, whatever {@code
   *     augmentation} says
   */
  public Augmenter(
      DataAugmentation augmentation, PerturbationResources resources, boolean keepUnchanged) {
    this.augmentation = augmentation;
    this.perturbations =
        augmentation.perturbations().stream()
            .map(spec -> TextPerturbation.of(spec, resources))
            .toList();
    this.keepUnchanged = keepUnchanged || augmentation.keepUnchanged();
  }

  /**
   * The original (unless the copies take its place), then one copy per perturbation and seed, all
   * under the original's id. Copies whose input did not change are left out, even if their
   * references did, unless they are to be kept.
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
    if (!augmentation.dropOriginals()) {
      instances.add(original);
    }
    for (TextPerturbation perturbation : perturbations) {
      for (int repeat = 0; repeat < augmentation.seedsPerInstance(); repeat++) {
        Instance copy = perturbation.perturb(original, repeat);
        if (keepUnchanged || !copy.input().equals(original.input())) {
          instances.add(copy);
        }
      }
    }
    return instances;
  }
}

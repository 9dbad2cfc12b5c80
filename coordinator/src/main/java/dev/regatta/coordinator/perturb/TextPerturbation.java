package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.RegattaException;

/** Makes perturbed copies of instances, the same ones as HELM. Thread-safe. */
public interface TextPerturbation {

  /** What statistics call it: name, flags and parameters, of the first repeat. */
  Perturbation description();

  /**
   * A perturbed copy with the original's id. Where nothing changed its input equals the original's.
   *
   * @param original has an id, which seeds the generator
   * @param repeat index of the copy from 0; later ones have other random numbers
   */
  Instance perturb(Instance original, int repeat);

  /**
   * Whether every copy has an input of its own making. Otherwise the input may be the original's
   * own, which HELM knows for unchanged whatever its kind.
   */
  default boolean makesNewInputs() {
    return true;
  }

  /**
   * @param spec a perturbation's name as in statistics, or HELM's class name; and its arguments
   * @throws RegattaException (user) for unknown names, unknown, missing or wrong arguments, and
   *     data files that are not there
   */
  static TextPerturbation of(ObjectSpec spec, PerturbationResources resources) {
    return Perturbations.of(spec, resources);
  }
}

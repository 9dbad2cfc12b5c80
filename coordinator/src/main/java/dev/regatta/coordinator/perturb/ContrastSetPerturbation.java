package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.Perturbation;
import java.util.Map;

/** One of the alternative inputs that the data set has, with its references. */
record ContrastSetPerturbation() implements TextPerturbation {
  private static final Perturbation DESCRIPTION =
      new Perturbation("contrast_sets", true, false, Perturbation.PERTURBED, null, Map.of());

  @Override
  public Perturbation description() {
    return DESCRIPTION;
  }

  @Override
  public boolean makesNewInputs() {
    return false;
  }

  @Override
  public Instance perturb(Instance original, int repeat) {
    Perturbation description = Copies.repeated(DESCRIPTION, repeat);
    int choices = Math.min(original.contrastInputs().size(), original.contrastReferences().size());
    if (choices == 0) {
      return Copies.of(
          original,
          original.input(),
          original.references(),
          description,
          original.contrastInputs());
    }
    int chosen = Copies.generator(original, repeat).below(choices);
    return Copies.of(
        original,
        original.contrastInputs().get(chosen),
        original.contrastReferences().get(chosen),
        description,
        original.contrastInputs());
  }
}

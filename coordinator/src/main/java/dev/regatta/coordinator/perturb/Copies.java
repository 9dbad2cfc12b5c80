package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.protocol.Perturbation;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the perturbed copies of an instance have in common. */
final class Copies {
  private Copies() {}

  static PythonRandom generator(Instance original, int repeat) {
    return new PythonRandom(repeat == 0 ? original.id() : repeat + original.id());
  }

  static Perturbation repeated(Perturbation first, int repeat) {
    if (repeat == 0) {
      return first;
    }
    return new Perturbation(
        first.name(),
        first.robustness(),
        first.fairness(),
        first.computedOn(),
        repeat,
        first.parameters());
  }

  static List<Reference> rewrite(List<Reference> references, UnaryOperator<String> rewriting) {
    return references.stream()
        .map(reference -> new Reference(rewriting.apply(reference.text()), reference.tags()))
        .toList();
  }

  static Instance of(
      Instance original,
      String input,
      List<Reference> references,
      Perturbation description,
      List<String> contrastInputs) {
    return new Instance(
        input,
        original.messages(),
        references,
        original.split(),
        original.subSplit(),
        original.id(),
        description,
        contrastInputs,
        original.contrastReferences(),
        original.extra());
  }
}

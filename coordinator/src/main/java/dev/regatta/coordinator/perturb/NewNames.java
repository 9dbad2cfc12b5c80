package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.protocol.Perturbation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Which names of one instance get which new ones: drawn for each name once. */
final class NewNames {
  private final PythonRandom random;
  private final double probability;
  private final Map<String, String> changed = new HashMap<>();
  private final Set<String> kept = new HashSet<>();

  private NewNames(PythonRandom random, double probability) {
    this.random = random;
    this.probability = probability;
  }

  /**
   * The copy of an instance: references first, then the input. All repeats are the same, as in
   * HELM.
   *
   * @param rename rewrites a text by what is decided so far, and decides on the rest
   */
  static Instance copy(
      Instance original,
      Perturbation description,
      double probability,
      BiFunction<String, NewNames, String> rename) {
    NewNames newNames = new NewNames(Copies.generator(original, 0), probability);
    List<Reference> references =
        Copies.rewrite(original.references(), text -> rename.apply(text, newNames));
    String input = rename.apply(original.input(), newNames);
    return Copies.of(original, input, references, description, original.contrastInputs());
  }

  /**
   * Decides on a name where that is not done yet. One without a substitute is looked at again where
   * it comes again, as in HELM.
   */
  void decide(String name, Supplier<List<String>> substitutes) {
    if (changed.containsKey(name) || kept.contains(name)) {
      return;
    }
    if (random.uniform(0, 1) < probability) {
      List<String> choices = substitutes.get();
      if (!choices.isEmpty()) {
        changed.put(name, random.choice(choices));
      }
    } else {
      kept.add(name);
    }
  }

  /** Empty where the name is kept, or not decided on. */
  Optional<String> of(String name) {
    return Optional.ofNullable(changed.get(name));
  }
}

package dev.regatta.coordinator.gold;

import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.gold.Companions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the word lists of recorded perturbations are.
 *
 * @param data has the list of misspellings that HELM comes with, among others
 * @param perturbations further lists in HELM's layout
 */
record WordSources(Companions data, Optional<Path> perturbations) {

  /** The lists beside the gold, then those of the directory of perturbations. */
  PerturbationResources beside(Path gold) {
    PerturbationResources found =
        new PerturbationResources(
            misspellings(gold),
            sibling(gold, "dialect_map.json"),
            sibling(gold, "person_names.txt"));
    return perturbations.map(found::withDirectory).orElse(found);
  }

  Optional<Path> misspellings(Path gold) {
    return perturbations
        .map(directory -> directory.resolve("misspellings/correct_to_misspelling.json"))
        .filter(Files::isRegularFile)
        .or(() -> data.find(gold, "word_lists/correct_to_misspelling.json"));
  }

  private static Optional<Path> sibling(Path gold, String name) {
    return Optional.of(gold.toAbsolutePath().resolveSibling(name)).filter(Files::isRegularFile);
  }
}

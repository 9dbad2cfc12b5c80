package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.sweep.SweepFile.PerturbationEntry;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** Checks the perturbations of a sweep file and replaces suites by what they hold. */
final class PerturbationResolver {
  private final Bound<SweepFile> file;
  private final PerturbationCatalog catalog;

  PerturbationResolver(Bound<SweepFile> file, PerturbationCatalog catalog) {
    this.file = file;
    this.catalog = catalog;
  }

  /**
   * @param key where the list stands
   */
  DataAugmentation resolve(List<PerturbationEntry> entries, String key) {
    List<ObjectSpec> specs = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      for (ObjectSpec spec : named(entries.get(i), key + "[" + i + "]")) {
        if (specs.contains(spec)) {
          file.problem(
              key + "[" + i + "]", spec.className() + " is given twice:", "each perturbation once");
        }
        specs.add(spec);
      }
    }
    return new DataAugmentation(specs, file.value().defaults().seedsPerInstance());
  }

  private List<ObjectSpec> named(PerturbationEntry entry, String key) {
    if (entry.name().isEmpty()) {
      return List.of();
    }
    if (!catalog.names().contains(entry.name())) {
      file.problem(
          key,
          "unknown perturbation " + entry.name() + ":",
          "one of " + String.join(", ", catalog.names()),
          Suggestion.nearest(entry.name(), catalog.names()));
      return List.of();
    }
    try {
      return catalog.named(entry.name(), entry.args());
    } catch (RegattaException e) {
      file.problem(key, e.getMessage() + " in", "");
      return List.of();
    }
  }
}

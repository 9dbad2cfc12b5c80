package dev.regatta.cli;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.util.List;
import java.util.Optional;

/** The sweeps that a store holds. */
final class Sweeps {
  private static final String DIRECTORY = "plans/sweeps";
  private static final String SUFFIX = ".json";

  private final Store store;

  Sweeps(Store store) {
    this.store = store;
  }

  /** Ids of all planned sweeps, in alphabetical order. */
  List<String> ids() {
    return store.list(DIRECTORY).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(name.lastIndexOf('/') + 1, name.length() - SUFFIX.length()))
        .sorted()
        .toList();
  }

  /**
   * The plan of a sweep by its id, by the start of it, or the only one there is.
   *
   * @throws RegattaException USER where none or several fit; the message lists them
   */
  Plan find(Optional<String> idOrStart) {
    return plan(SweepIds.find(idOrStart, ids(), "in " + store.location()));
  }

  Plan plan(String id) {
    byte[] json =
        store
            .get(DIRECTORY + "/" + id + SUFFIX)
            .orElseThrow(() -> RegattaException.user("No sweep " + id + " in " + store.location()));
    return Json.read(json, Plan.class);
  }

  boolean scored(String id) {
    return store.scored(id);
  }
}

package dev.regatta.cli;

import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.util.List;
import java.util.Optional;

/** Finds the sweep that a suite's name means. */
final class Suites {

  private Suites() {}

  /**
   * The sweep of that name, or that {@link Sweeps#find} finds by it.
   *
   * @throws RegattaException USER where none or several fit
   */
  static Plan find(Store store, Optional<String> suite) {
    Sweeps sweeps = new Sweeps(store);
    List<Plan> named =
        suite.stream()
            .flatMap(name -> sweeps.ids().stream().map(sweeps::plan))
            .filter(plan -> plan.name().equals(suite.get()))
            .toList();
    if (named.size() > 1) {
      throw RegattaException.user(
          "Several sweeps are named %s; give the id of one: %s"
              .formatted(suite.get(), named.stream().map(Plan::sweep).toList()));
    }
    return named.isEmpty() ? sweeps.find(suite) : named.get(0);
  }
}

package dev.regatta.aggregator.helm;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.Plan;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;

/** The plan files of a store. */
final class SweepPlans {

  private SweepPlans() {}

  static String path(String sweep) {
    return "plans/sweeps/" + sweep + ".json";
  }

  static Plan read(Store store, String sweep) {
    return store
        .get(path(sweep))
        .map(json -> Json.read(json, Plan.class))
        .orElseThrow(() -> RegattaException.user("No sweep " + sweep + " in " + store.location()));
  }
}

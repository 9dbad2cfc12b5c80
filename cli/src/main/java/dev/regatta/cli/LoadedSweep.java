package dev.regatta.cli;

import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.plan.PlannedSweep;
import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.protocol.RunSpec;
import dev.regatta.store.Store;
import java.util.List;
import java.util.Optional;

/** A sweep file with its models at hand and its plan ready to be walked. */
record LoadedSweep(PlannedSweep planned, List<LocalModel> models) {

  static LoadedSweep of(
      ResolvedSweep sweep,
      List<LocalModel> models,
      Store store,
      PerturbationResources resources,
      boolean retryQuarantined) {
    return new LoadedSweep(
        PlannedSweep.of(
            sweep,
            Optional.empty(),
            models.stream().map(LocalModel::ref).toList(),
            store,
            resources,
            retryQuarantined),
        models);
  }

  ResolvedSweep sweep() {
    return planned.sweep();
  }

  List<RunSpec> runs() {
    return sweep().runs().stream().map(ResolvedSweep.Run::spec).toList();
  }

  SweepPlan plan() {
    return planned.plan();
  }

  /**
   * Refuses a plan beyond the sweep's budget.
   *
   * @throws dev.regatta.protocol.RegattaException USER; nothing has been written
   */
  void checkBudget() {
    planned.checkBudget();
  }
}

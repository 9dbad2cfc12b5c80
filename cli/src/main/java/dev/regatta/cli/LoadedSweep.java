package dev.regatta.cli;

import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.plan.PlanSummary;
import dev.regatta.coordinator.plan.PlannedRun;
import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A sweep file with its models at hand and its plan ready to be walked. */
record LoadedSweep(ResolvedSweep sweep, List<LocalModel> models, SweepPlan plan) {

  static LoadedSweep of(
      ResolvedSweep sweep,
      List<LocalModel> models,
      Store store,
      PerturbationResources resources,
      boolean retryQuarantined) {
    Map<String, ModelRef> refs =
        models.stream().map(LocalModel::ref).collect(Collectors.toMap(ModelRef::name, r -> r));
    List<PlannedRun> runs =
        sweep.runs().stream()
            .map(run -> new PlannedRun(run.spec(), run.scenario(), refs.get(run.spec().model())))
            .toList();
    SweepPlan plan = new SweepPlan(sweep.name(), runs, store, resources, retryQuarantined);
    return new LoadedSweep(sweep, models, plan);
  }

  /**
   * Refuses a plan beyond the sweep's budget.
   *
   * @throws RegattaException USER; nothing has been written
   */
  void checkBudget() {
    if (sweep.budget().maxRequests().isEmpty() && sweep.budget().maxTokens().isEmpty()) {
      return;
    }
    PlanSummary summary = plan.preview();
    check("max_requests", sweep.budget().maxRequests(), summary.toSend(), s -> "requests");
    check("max_tokens", sweep.budget().maxTokens(), summary.estimatedTokens(), s -> "tokens");
  }

  private void check(
      String key,
      java.util.Optional<Long> most,
      long planned,
      Function<ResolvedSweep, String> unit) {
    if (most.isPresent() && planned > most.get()) {
      throw RegattaException.user(
          "budget."
              + key
              + ": the plan of "
              + sweep.name()
              + " has "
              + Format.count(planned)
              + " "
              + unit.apply(sweep)
              + " to send (expected: at most "
              + Format.count(most.get())
              + ")");
    }
  }
}

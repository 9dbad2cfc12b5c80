package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.sweep.ResolvedSweep;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A resolved sweep whose models are known: its plan and its budget. */
public record PlannedSweep(ResolvedSweep sweep, SweepPlan plan) {

  /**
   * @param id of the sweep where it has one already, as a submission has
   * @param models all models of the sweep
   * @param retryQuarantined whether requests that the store has given up are sent again
   */
  public static PlannedSweep of(
      ResolvedSweep sweep,
      Optional<String> id,
      List<ModelRef> models,
      Store store,
      PerturbationResources resources,
      boolean retryQuarantined) {
    Map<String, FittedModel> fitted =
        FittedModel.of(models, sweep.models()).stream()
            .collect(Collectors.toMap(model -> model.ref().name(), Function.identity()));
    List<PlannedRun> runs =
        sweep.runs().stream()
            .map(
                run -> {
                  FittedModel model = fitted.get(run.spec().model());
                  return new PlannedRun(run.spec(), run.scenario(), model.ref(), model.window());
                })
            .toList();
    return new PlannedSweep(
        sweep, new SweepPlan(sweep.name(), id, runs, store, resources, retryQuarantined));
  }

  /**
   * Refuses a plan beyond the sweep's budget.
   *
   * @throws RegattaException USER; nothing has been written
   */
  public void checkBudget() {
    Optional<Long> requests = sweep.budget().maxRequests();
    Optional<Long> tokens = sweep.budget().maxTokens();
    if (requests.isPresent() || tokens.isPresent()) {
      PlanSummary summary = plan.preview();
      requests.ifPresent(most -> check("max_requests", most, summary.toSend(), "requests"));
      tokens.ifPresent(most -> check("max_tokens", most, summary.estimatedTokens(), "tokens"));
    }
  }

  private void check(String key, long most, long planned, String unit) {
    if (planned > most) {
      throw RegattaException.user(
          String.format(
              Locale.ROOT,
              "budget.%s: the plan of %s has %,d %s to send (expected: at most %,d)",
              key,
              sweep.name(),
              planned,
              unit,
              most));
    }
  }
}

package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.instance.Instance;
import java.util.ArrayList;
import java.util.List;

/** The instances and requests of a plan, held in memory. */
final class PlannedRuns implements PlanVisitor {
  private final List<Instance> instances = new ArrayList<>();
  private final List<PlannedRequest> requests = new ArrayList<>();

  PlannedRuns(SweepPlan plan) {
    plan.visit(this);
  }

  List<Instance> instances() {
    return instances;
  }

  List<PlannedRequest> requests() {
    return requests;
  }

  @Override
  public void instance(PlannedRun run, long ordinal, Instance instance) {
    instances.add(instance);
  }

  @Override
  public void request(PlannedRequest request) {
    requests.add(request);
  }
}

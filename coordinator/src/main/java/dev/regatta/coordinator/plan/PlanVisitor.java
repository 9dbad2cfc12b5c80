package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.instance.Instance;

/** Sees a plan go by: every instance of a run before the requests about it. */
interface PlanVisitor {

  void instance(PlannedRun run, long ordinal, Instance instance);

  void request(PlannedRequest request);

  /** The run has no further requests. */
  default void endOfRun(PlannedRun run) {}
}

package dev.regatta.coordinator.cluster;

import dev.regatta.coordinator.scale.Demand;
import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the sweeps of a cluster ask of each model. */
final class Demands {
  private final Map<String, Demand> demands = new HashMap<>();

  private Demands() {}

  /**
   * @param executed progress of the sweeps that are executed: by id, then by model
   * @param awaited models of the sweeps that wait for workers, by id
   */
  static Map<String, Demand> of(
      Collection<SweepControl> sweeps,
      Map<String, Map<String, ModelProgress>> executed,
      Map<String, List<String>> awaited) {
    Demands demands = new Demands();
    for (SweepControl sweep : sweeps) {
      if (sweep.state() == SweepStatus.SUBMITTED) {
        awaited.getOrDefault(sweep.id(), List.of()).forEach(demands::want);
      } else if (sweep.state() == SweepStatus.PLANNING || sweep.state() == SweepStatus.RUNNING) {
        Map<String, ModelProgress> progress = executed.get(sweep.id());
        demands.add(sweep, progress == null ? sweep.progress() : progress, progress != null);
      }
    }
    return demands.demands;
  }

  private void want(String model) {
    demands.merge(model, new Demand(0, true, true), Demand::plus);
  }

  private void add(SweepControl sweep, Map<String, ModelProgress> progress, boolean running) {
    if (sweep.models() != null) {
      sweep.models().stream()
          .map(ModelRef::name)
          .filter(model -> !progress.containsKey(model))
          .forEach(model -> demands.merge(model, new Demand(0, false, false), Demand::plus));
    }
    progress.forEach(
        (model, counts) ->
            demands.merge(
                model,
                new Demand(Math.max(0, counts.open()), false, running && counts.planComplete()),
                Demand::plus));
  }
}

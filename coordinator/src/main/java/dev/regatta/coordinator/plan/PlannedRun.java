package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.adapt.Window;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RunSpec;
import java.util.Optional;

/**
 * A run with what it reads from and whom it asks.
 *
 * @param window what prompts are fitted to; without one they are never shortened
 */
public record PlannedRun(RunSpec spec, Scenario scenario, ModelRef model, Optional<Window> window) {

  /** A run whose prompts are never shortened. */
  public PlannedRun(RunSpec spec, Scenario scenario, ModelRef model) {
    this(spec, scenario, model, Optional.empty());
  }
}

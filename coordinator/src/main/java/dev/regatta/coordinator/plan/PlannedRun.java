package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RunSpec;

/** A run with what it reads from and whom it asks. */
public record PlannedRun(RunSpec spec, Scenario scenario, ModelRef model) {}

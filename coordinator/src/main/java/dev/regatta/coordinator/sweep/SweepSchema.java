package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.config.JsonSchema;
import dev.regatta.coordinator.scenario.ScenarioDefinition;

/** JSON Schemas of the files that users write, as kept in {@code docs/}. */
public final class SweepSchema {
  private SweepSchema() {}

  /** The schema of sweep files. */
  public static String generate() {
    return JsonSchema.of(SweepFile.class, "Regatta sweep file");
  }

  /** The schema of scenario files. */
  public static String generateScenario() {
    return JsonSchema.of(ScenarioDefinition.class, "Regatta scenario file");
  }
}

package dev.regatta.coordinator.helm;

import java.util.List;

/** Turns a run into one or several others; HELM's run expanders. */
@FunctionalInterface
interface RunExpander {
  List<HelmRunSpec> expand(HelmRunSpec run);

  /** What a run entry says, {@code name=value}, as an expander. */
  @FunctionalInterface
  interface Factory {
    RunExpander of(Object value, ModelRegistry models);
  }
}

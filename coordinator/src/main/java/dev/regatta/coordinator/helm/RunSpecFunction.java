package dev.regatta.coordinator.helm;

/** Makes the run spec of a run entry; HELM's run spec functions. */
@FunctionalInterface
interface RunSpecFunction {
  HelmRunSpec build(RunArguments args);
}

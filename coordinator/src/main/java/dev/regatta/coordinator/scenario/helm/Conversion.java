package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import java.util.List;

/** Makes all instances of a scenario of its data, without ids where HELM gives none. */
@FunctionalInterface
interface Conversion {
  List<Instance> instances(HelmData data);
}

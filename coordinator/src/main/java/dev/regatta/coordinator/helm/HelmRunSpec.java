package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.adapt.AdapterSpecBuilder;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.ObjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * HELM's RunSpec, what a {@code run_spec.json} holds.
 *
 * @param adapterSpec without the two names of the model, which follow
 * @param model empty until it is chosen
 * @param modelDeployment empty until it is chosen
 * @param annotators null where there are none
 */
record HelmRunSpec(
    String name,
    ObjectSpec scenarioSpec,
    AdapterSpec adapterSpec,
    String model,
    String modelDeployment,
    List<ObjectSpec> metricSpecs,
    AugmenterSpec dataAugmenterSpec,
    List<String> groups,
    List<ObjectSpec> annotators) {

  HelmRunSpec named(String other) {
    return new HelmRunSpec(
        other,
        scenarioSpec,
        adapterSpec,
        model,
        modelDeployment,
        metricSpecs,
        dataAugmenterSpec,
        groups,
        annotators);
  }

  /** The name with one more {@code key=value}, after a comma whatever the name looks like. */
  HelmRunSpec tagged(String key, Object value) {
    return named(name + "," + key + "=" + Python.text(value));
  }

  /** The name with its first or one more argument; slashes become underscores. */
  HelmRunSpec withArgument(String key, Object value) {
    String separator = name.contains(":") ? "," : ":";
    return named(name + separator + key + "=" + Python.text(value).replace('/', '_'));
  }

  HelmRunSpec adapted(Consumer<AdapterSpecBuilder> change) {
    AdapterSpecBuilder builder = AdapterSpecBuilder.from(adapterSpec);
    change.accept(builder);
    return new HelmRunSpec(
        name,
        scenarioSpec,
        builder.build(),
        model,
        modelDeployment,
        metricSpecs,
        dataAugmenterSpec,
        groups,
        annotators);
  }

  HelmRunSpec withScenario(ObjectSpec other) {
    return new HelmRunSpec(
        name,
        other,
        adapterSpec,
        model,
        modelDeployment,
        metricSpecs,
        dataAugmenterSpec,
        groups,
        annotators);
  }

  HelmRunSpec withModel(String otherModel, String deployment) {
    return new HelmRunSpec(
        name,
        scenarioSpec,
        adapterSpec,
        otherModel,
        deployment,
        metricSpecs,
        dataAugmenterSpec,
        groups,
        annotators);
  }

  HelmRunSpec withMetrics(List<ObjectSpec> others) {
    return new HelmRunSpec(
        name,
        scenarioSpec,
        adapterSpec,
        model,
        modelDeployment,
        others,
        dataAugmenterSpec,
        groups,
        annotators);
  }

  HelmRunSpec withAugmenter(AugmenterSpec other) {
    return new HelmRunSpec(
        name,
        scenarioSpec,
        adapterSpec,
        model,
        modelDeployment,
        metricSpecs,
        other,
        groups,
        annotators);
  }

  HelmRunSpec withMoreGroups(List<String> more) {
    List<String> all = new ArrayList<>(groups);
    all.addAll(more);
    return new HelmRunSpec(
        name,
        scenarioSpec,
        adapterSpec,
        model,
        modelDeployment,
        metricSpecs,
        dataAugmenterSpec,
        all,
        annotators);
  }
}

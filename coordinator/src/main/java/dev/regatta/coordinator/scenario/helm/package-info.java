/**
 * HELM's scenarios: how the published data of each becomes instances, as HELM 0.5.16 makes them. To
 * add one: write a function from {@code HelmData} to instances, or a scenario file where its
 * language is enough, and register it in {@code HelmScenarios}.
 */
package dev.regatta.coordinator.scenario.helm;

/** Perturbed copies of the evaluated instances, as HELM makes them. */
package dev.regatta.coordinator.perturb;

/**
 * HELM's configuration, run as it is: run entries, run spec functions, run expanders, run_spec.json
 * and the model registry. Names, constants and the short texts of prompts are those of HELM 0.5.16
 * (Apache License 2.0): with other words the prompts, and so the numbers, would not be HELM's.
 */
package dev.regatta.coordinator.helm;

/** Instances become prompts: down-sampling, few-shot examples, assembly, fitting the window. */
package dev.regatta.coordinator.adapt;

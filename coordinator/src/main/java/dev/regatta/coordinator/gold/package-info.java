/** The coordinator's checks against gold: what is drawn, perturbed, asked and planned. */
package dev.regatta.coordinator.gold;

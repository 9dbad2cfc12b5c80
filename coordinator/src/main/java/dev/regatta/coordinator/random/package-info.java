/**
 * The random numbers of Python and NumPy, draw for draw, so that samples, shuffles and
 * perturbations come out as HELM's do.
 */
package dev.regatta.coordinator.random;

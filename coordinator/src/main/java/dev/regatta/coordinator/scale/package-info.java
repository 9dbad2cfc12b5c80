/**
 * How many replicas of each model's workers are wanted: the rule, what it is fed with, and the loop
 * that applies it. Knows nothing of Kubernetes; {@link dev.regatta.coordinator.scale.PoolBackend}
 * is what it asks of a cluster.
 */
package dev.regatta.coordinator.scale;

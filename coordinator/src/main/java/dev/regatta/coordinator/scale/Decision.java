package dev.regatta.coordinator.scale;

/**
 * How many replicas a pool is to have.
 *
 * @param reason why, in a sentence for the user
 */
public record Decision(int replicas, String reason) {}

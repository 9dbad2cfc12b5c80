package dev.regatta.aggregator.job;

/**
 * A metric that a run asks for and that has no value, or not for all answers.
 *
 * @param metric its name without arguments
 */
public record Absence(String run, String metric, String reason) {}

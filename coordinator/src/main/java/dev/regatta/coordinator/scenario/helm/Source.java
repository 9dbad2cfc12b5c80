package dev.regatta.coordinator.scenario.helm;

/**
 * A data file.
 *
 * @param path in the scenario's folder
 * @param address where it is published
 */
record Source(String path, String address) {}

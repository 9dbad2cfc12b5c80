package dev.regatta.protocol;

/**
 * When and how long, by the worker's clock.
 *
 * @param completedAtMillis epoch milliseconds at which the answer was complete
 * @param queueSeconds from publishing of the request to its start on the runtime
 * @param timeToFirstTokenSeconds from start to first generated token; null where nothing is
 *     generated
 * @param durationSeconds from start to the complete answer
 */
public record Timing(
    long completedAtMillis,
    double queueSeconds,
    Double timeToFirstTokenSeconds,
    double durationSeconds) {}

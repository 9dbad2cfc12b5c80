package dev.regatta.worker.queue;

/**
 * What a worker has done since its start.
 *
 * @param answered requests whose answer the broker has
 * @param quarantined requests given up, with their reason at the broker
 * @param released requests given back to the queue
 * @param discarded requests dropped because their sweep was paused or cancelled
 */
public record WorkerCounts(long answered, long quarantined, long released, long discarded) {}

package dev.regatta.aggregator.job;

import java.util.List;

/**
 * What a metrics job did.
 *
 * @param hash SHA-256 over the statistics that do not depend on the clock: equal for any number of
 *     workers, partitions, and any order of arrival
 * @param planned request states planned
 * @param completed of them answered
 * @param quarantined of them given up
 * @param instances instances, perturbed copies and trials included
 * @param scored of them with scores
 * @param absent metrics that were asked for and not computed
 * @param seconds wall-clock time
 */
public record ScoreResult(
    String sweep,
    String hash,
    long planned,
    long completed,
    long quarantined,
    long instances,
    long scored,
    List<Absence> absent,
    double seconds) {}

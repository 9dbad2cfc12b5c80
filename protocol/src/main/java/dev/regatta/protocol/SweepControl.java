package dev.regatta.protocol;

/**
 * The coordinator's word on one sweep, under {@link Topics#sweepKey} on {@link Topics#CONTROL}.
 *
 * @param id id of the sweep, as in every {@link Request}
 * @param name its name in the sweep file
 * @param epoch the least {@link Request#epoch} that is still valid; raised by pause and cancel, so
 *     that workers drop what was queued before
 * @param submittedAtMillis since the Unix epoch
 * @param reason why it failed or was stopped; null otherwise
 */
public record SweepControl(
    String id, String name, SweepStatus state, int epoch, long submittedAtMillis, String reason) {}

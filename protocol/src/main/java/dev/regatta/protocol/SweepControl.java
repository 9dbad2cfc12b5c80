package dev.regatta.protocol;

import java.util.List;
import java.util.Map;

/**
 * The coordinator's word on one sweep, under {@link Topics#sweepKey} on {@link Topics#CONTROL}.
 *
 * @param id id of the sweep, as in every {@link Request}
 * @param name its name in the sweep file
 * @param epoch the least {@link Request#epoch} that is still valid; raised by every command of the
 *     user, so that workers drop what was queued before
 * @param submittedAtMillis since the Unix epoch
 * @param reason why it failed, or what it waits for; null otherwise
 * @param priority a sweep of a higher one is begun first, 0 to 9
 * @param models as their workers were when it was planned; null before
 * @param retryFrom of each partition of {@link Topics#COMPLETIONS} the offset from which
 *     quarantines count, while quarantined requests are asked once more; null otherwise
 * @param progress by model, as it was when the state was last changed
 * @param resultHash of its scores; null before
 */
public record SweepControl(
    String id,
    String name,
    SweepStatus state,
    int epoch,
    long submittedAtMillis,
    String reason,
    int priority,
    List<ModelRef> models,
    Map<Integer, Long> retryFrom,
    Map<String, ModelProgress> progress,
    String resultHash) {

  public SweepControl {
    progress = progress == null ? Map.of() : Map.copyOf(progress);
  }

  /** A sweep of which nothing is known but its state. */
  public SweepControl(
      String id, String name, SweepStatus state, int epoch, long submittedAtMillis, String reason) {
    this(id, name, state, epoch, submittedAtMillis, reason, 0, null, null, Map.of(), null);
  }
}

package dev.regatta.coordinator.api;

import dev.regatta.protocol.ModelProgress;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.SweepStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A sweep as the API shows it.
 *
 * @param submittedAt ISO 8601
 * @param reason why it failed, or what it waits for; absent otherwise
 * @param models by name; empty until they are planned
 * @param resultHash of its scores; absent before
 */
public record SweepView(
    String id,
    String name,
    SweepStatus state,
    int epoch,
    int priority,
    String submittedAt,
    String reason,
    List<ModelView> models,
    String resultHash) {

  /**
   * A model of the sweep: planned = completed + quarantined + open.
   *
   * @param planComplete false while requests are still being planned
   * @param reused outcomes that were there before the present execution
   */
  public record ModelView(
      String model,
      int planned,
      boolean planComplete,
      int completed,
      int quarantined,
      int open,
      int reused) {}

  static SweepView of(SweepControl sweep, Map<String, Map<String, ModelProgress>> executed) {
    Map<String, ModelProgress> progress =
        Optional.ofNullable(executed.get(sweep.id())).orElse(sweep.progress());
    return new SweepView(
        sweep.id(),
        sweep.name(),
        sweep.state(),
        sweep.epoch(),
        sweep.priority(),
        Instant.ofEpochMilli(sweep.submittedAtMillis()).toString(),
        sweep.reason(),
        new TreeSet<>(progress.keySet())
            .stream().map(model -> model(model, progress.get(model))).toList(),
        sweep.resultHash());
  }

  private static ModelView model(String model, ModelProgress progress) {
    return new ModelView(
        model,
        progress.planned(),
        progress.planComplete(),
        progress.completed(),
        progress.quarantined(),
        progress.open(),
        progress.reused());
  }
}

package dev.regatta.worker.runtime;

import dev.regatta.protocol.Output;
import dev.regatta.protocol.Usage;
import java.util.List;

/**
 * A runtime's answer.
 *
 * @param startedNanos {@link System#nanoTime()} at which the engine took the request up
 * @param timeToFirstTokenSeconds null where nothing is generated
 * @param durationSeconds from start to the complete answer
 */
public record Answer(
    List<Output> outputs,
    Usage usage,
    long startedNanos,
    Double timeToFirstTokenSeconds,
    double durationSeconds) {

  /** The same answer with other outputs. */
  public Answer with(List<Output> others) {
    return new Answer(others, usage, startedNanos, timeToFirstTokenSeconds, durationSeconds);
  }
}

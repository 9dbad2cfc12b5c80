package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.Output;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** A request on its way: its tasks, what was measured, and the future that waits for the answer. */
final class Job {
  private final List<Task> tasks;
  private final int copies;
  private final LongSupplier nanoTime;
  private final CompletableFuture<Answer> future = new CompletableFuture<>();
  private long started;
  private boolean running;
  private Integer cached;
  private Double timeToFirstToken;

  /**
   * @param tasks at least one; all have the same prompt
   * @param copies times each output is repeated (equal answers are computed once)
   */
  Job(List<Task> tasks, int copies, LongSupplier nanoTime) {
    this.tasks = List.copyOf(tasks);
    this.copies = copies;
    this.nanoTime = nanoTime;
  }

  List<Task> tasks() {
    return tasks;
  }

  CompletableFuture<Answer> future() {
    return future;
  }

  /** Whether nobody waits any longer: answered, failed or cancelled. */
  boolean over() {
    return future.isDone();
  }

  void started(int cachedTokens) {
    if (!running) {
      running = true;
      started = nanoTime.getAsLong();
      cached = cachedTokens;
    }
  }

  void progressed(Task task) {
    if (timeToFirstToken == null && task.generated() > 0) {
      timeToFirstToken = secondsSinceStart();
    }
    if (tasks.stream().allMatch(Task::finished)) {
      future.complete(answer());
    }
  }

  void fail(RuntimeFailure failure) {
    future.completeExceptionally(failure);
  }

  private double secondsSinceStart() {
    return (nanoTime.getAsLong() - started) / 1e9;
  }

  private Answer answer() {
    List<Output> outputs = new ArrayList<>();
    int generated = 0;
    for (Task task : tasks) {
      generated += task.generated();
      for (int i = 0; i < copies; i++) {
        outputs.add(task.output());
      }
    }
    Usage usage = new Usage(tasks.get(0).prompt().length, cached, generated);
    return new Answer(outputs, usage, started, timeToFirstToken, secondsSinceStart());
  }
}

package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the engine decodes next. Each {@link #step} admits waiting tasks to free slots, puts
 * one token of every generating task and as much as fits of the prompts into one batch, decodes it
 * and hands the outputs to the tasks.
 *
 * <p>Among waiting tasks the one with the longest prefix in the cache goes first, so that requests
 * of one run, and the choices of one question, follow each other. One that was passed over {@link
 * #PATIENCE} times goes before all others, and nothing overtakes it any more. Belongs to one
 * thread.
 */
final class Scheduler {
  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

  /** Tasks that may overtake another one. */
  static final int PATIENCE = 256;

  /** Waiting tasks that are compared, oldest first. */
  private static final int LOOKAHEAD = 512;

  private final Engine engine;
  private final PrefixCache cache;
  private final int slots;
  private final Batch batch;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Deque<Running> running = new ArrayDeque<>();

  /** A task without a sequence. */
  private static final class Waiting {
    final Job job;
    final Task task;
    int passedOver;

    Waiting(Job job, Task task) {
      this.job = job;
      this.task = task;
    }

    boolean overdue() {
      return passedOver >= PATIENCE;
    }
  }

  /** A task in its sequence. */
  private record Running(Job job, Task task, Sequence sequence) {
    boolean prefilling() {
      return sequence.position < task.prompt().length;
    }
  }

  /** Where in a batch a task's tokens lie. */
  private record Part(Running running, int firstEntry, int firstPosition, int length) {}

  Scheduler(Engine engine, PrefixCache cache, int slots) {
    this.engine = engine;
    this.cache = cache;
    this.slots = slots;
    this.batch = new Batch(engine.batchSize());
  }

  void add(Job job) {
    job.tasks().forEach(task -> waiting.add(new Waiting(job, task)));
  }

  boolean idle() {
    return waiting.isEmpty() && running.isEmpty();
  }

  /** Fails everything that waits or runs. */
  void failAll(RuntimeFailure failure) {
    waiting.forEach(w -> w.job.fail(failure));
    waiting.clear();
    running.forEach(r -> fail(r, failure));
    running.clear();
  }

  /** One pass of the engine. */
  void step() {
    removeCancelled();
    admit();
    List<Part> parts = fillBatch();
    if (parts.isEmpty()) {
      return;
    }
    try {
      decode();
    } catch (Engine.DecodeFailure e) {
      failParts(parts, e);
      return;
    }
    parts.forEach(this::advance);
    running.removeIf(r -> r.task.finished());
  }

  private void removeCancelled() {
    waiting.removeIf(w -> w.job.over());
    Iterator<Running> all = running.iterator();
    while (all.hasNext()) {
      Running r = all.next();
      if (r.job.over()) {
        cache.drop(r.sequence);
        all.remove();
      }
    }
  }

  private void admit() {
    if (running.size() >= slots || waiting.isEmpty()) {
      return;
    }
    Set<Waiting> admitted = new HashSet<>();
    for (Waiting candidate : ranked()) {
      if (running.size() >= slots) {
        break;
      }
      PrefixCache.Admission admission =
          cache.acquire(candidate.task.prompt(), candidate.task.reusable(), candidate.task.end());
      if (admission instanceof PrefixCache.Admission.Admitted) {
        PrefixCache.Admission.Admitted got = (PrefixCache.Admission.Admitted) admission;
        candidate.job.started(got.cached());
        running.add(new Running(candidate.job, candidate.task, got.sequence()));
        admitted.add(candidate);
      } else if (candidate.overdue() && admission instanceof PrefixCache.Admission.Full) {
        break;
      }
    }
    countOvertaken(admitted);
    waiting.removeAll(admitted);
  }

  private List<Waiting> ranked() {
    record Ranked(Waiting waiting, int cached) {}
    return waiting.stream()
        .limit(LOOKAHEAD)
        .map(w -> new Ranked(w, cache.cached(w.task.prompt(), w.task.reusable())))
        .sorted(
            Comparator.comparing((Ranked r) -> !r.waiting.overdue())
                .thenComparingInt(r -> r.waiting.overdue() ? 0 : -r.cached))
        .map(Ranked::waiting)
        .toList();
  }

  private void countOvertaken(Set<Waiting> admitted) {
    int later = admitted.size();
    for (Waiting w : waiting) {
      if (later == 0) {
        return;
      }
      if (admitted.contains(w)) {
        later--;
      } else {
        w.passedOver += later;
      }
    }
  }

  /** Generating tasks first, one token each; then prompts, in turn when they do not all fit. */
  private List<Part> fillBatch() {
    batch.clear();
    List<Part> parts = new ArrayList<>();
    running.stream().filter(r -> !r.prefilling()).forEach(r -> addPart(parts, r, 1));
    running.stream()
        .filter(Running::prefilling)
        .forEach(
            r -> {
              int last = Math.min(r.task.prompt().length, r.task.end());
              addPart(parts, r, last - r.sequence.position);
            });
    if (parts.size() < running.size() && !running.isEmpty()) {
      running.add(running.remove());
    }
    return parts;
  }

  private void addPart(List<Part> parts, Running r, int wanted) {
    int length = Math.min(wanted, batch.room());
    if (length <= 0) {
      return;
    }
    Sequence sequence = r.sequence;
    parts.add(new Part(r, batch.size(), sequence.position, length));
    for (int position = sequence.position; position < sequence.position + length; position++) {
      batch.add(r.task.token(position), position, sequence.id, r.task.wants(position));
    }
  }

  /** Decodes the batch; where the engine finds no room, kept prefixes give way first. */
  private void decode() {
    try {
      engine.decode(batch);
    } catch (Engine.DecodeFailure e) {
      if (!e.outOfCells()) {
        throw e;
      }
      log.info("No room for {} tokens: forgetting kept prefixes", batch.size());
      cache.clear();
      engine.decode(batch);
    }
  }

  private void advance(Part part) {
    Running r = part.running;
    r.sequence.position += part.length;
    boolean accepted = false;
    for (int i = 0; i < part.length && !r.task.finished(); i++) {
      if (r.task.wants(part.firstPosition + i)) {
        r.task.accept(part.firstPosition + i, engine.logits(part.firstEntry + i));
        accepted = true;
      }
    }
    if (r.task.finished()) {
      cache.release(r.sequence, r.task.keep());
    }
    if (accepted) {
      r.job.progressed(r.task);
    }
  }

  private void failParts(List<Part> parts, Engine.DecodeFailure e) {
    RuntimeFailure failure =
        new RuntimeFailure(
            ErrorCategory.MODEL,
            RuntimeFailure.Action.RETRY,
            "llama.cpp could not decode a batch of %d tokens: code %d"
                .formatted(batch.size(), e.code()),
            e);
    for (Part part : parts) {
      fail(part.running, failure);
      running.remove(part.running);
    }
  }

  private void fail(Running r, RuntimeFailure failure) {
    cache.drop(r.sequence);
    r.job.fail(failure);
  }
}

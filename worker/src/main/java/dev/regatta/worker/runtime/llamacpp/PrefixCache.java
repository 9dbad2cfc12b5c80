package dev.regatta.worker.runtime.llamacpp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Shares decoded prefixes between requests. Every sequence of the engine is either busy with a task
 * or keeps the prompt of a finished one; a new task starts from the longest prefix that any of them
 * has, by copying it (which costs no memory), and decodes only the rest. Equal prefixes are never
 * decoded twice at once: a task waits while another one decodes what both need.
 */
final class PrefixCache {

  /** What became of a request for a sequence. */
  sealed interface Admission {
    /** Take it: its first {@code cached} tokens are decoded. */
    record Admitted(Sequence sequence, int cached) implements Admission {}

    /** A running task is decoding a longer shared prefix: ask again after the next pass. */
    record SharedSoon() implements Admission {}

    /** Running tasks hold all sequences or cells. */
    record Full() implements Admission {}
  }

  private final Engine engine;
  private final List<Sequence> sequences = new ArrayList<>();
  private long clock;

  /**
   * @param sequences tasks that run at once plus prefixes kept besides
   */
  PrefixCache(Engine engine, int sequences) {
    this.engine = engine;
    for (int id = 0; id < sequences; id++) {
      this.sequences.add(new Sequence(id));
    }
  }

  /** Leading tokens that a task would find decoded now. */
  int cached(int[] tokens, int reusable) {
    int longest = 0;
    for (Sequence sequence : sequences) {
      longest = Math.max(longest, sequence.decodedCommon(tokens, reusable));
    }
    return longest;
  }

  /**
   * Asks for a sequence to run in.
   *
   * @param tokens the prompt
   * @param reusable most leading tokens that may come from the cache; the task needs the engine's
   *     output after the others
   * @param end most tokens the sequence will hold
   */
  Admission acquire(int[] tokens, int reusable, int end) {
    Sequence source = null;
    int cached = 0;
    int planned = 0;
    for (Sequence sequence : sequences) {
      int decoded = sequence.decodedCommon(tokens, reusable);
      if (decoded > cached) {
        source = sequence;
        cached = decoded;
      }
      planned = Math.max(planned, sequence.busy ? sequence.common(tokens, reusable) : decoded);
    }
    if (planned > cached) {
      return new Admission.SharedSoon();
    }
    if (!makeRoom(end - cached, source)) {
      if (anyBusy()) {
        return new Admission.Full();
      }
      clear();
      source = null;
      cached = 0;
    }
    Optional<Sequence> target = target(source, cached);
    if (target.isEmpty()) {
      return new Admission.Full();
    }
    start(target.get(), tokens, cached, end);
    return new Admission.Admitted(target.get(), cached);
  }

  private void start(Sequence target, int[] tokens, int cached, int end) {
    target.tokens = tokens;
    target.position = cached;
    target.end = end;
    target.busy = true;
    target.lastUse = ++clock;
  }

  /** The sequence to run in, holding exactly the cached tokens. */
  private Optional<Sequence> target(Sequence source, int cached) {
    if (source != null && !source.busy && source.position == cached) {
      return Optional.of(source);
    }
    Optional<Sequence> free =
        sequences.stream().filter(Sequence::empty).findFirst().or(() -> victim(source));
    if (free.isPresent()) {
      drop(free.get());
      if (source != null) {
        source.lastUse = ++clock;
        engine.copy(source.id, free.get().id, cached);
      }
      return free;
    }
    if (source != null && !source.busy) {
      engine.truncate(source.id, cached);
      return Optional.of(source);
    }
    return Optional.empty();
  }

  /**
   * Ends a task. The first {@code keep} tokens stay for others, unless another sequence has them
   * too.
   */
  void release(Sequence sequence, int keep) {
    int kept = Math.min(Math.min(keep, sequence.position), sequence.tokens.length);
    int[] tokens = sequence.tokens;
    for (Sequence other : sequences) {
      if (other != sequence && other.decodedCommon(tokens, kept) == kept) {
        drop(sequence);
        return;
      }
    }
    engine.truncate(sequence.id, kept);
    sequence.tokens = Arrays.copyOf(tokens, kept);
    sequence.position = kept;
    sequence.end = kept;
    sequence.busy = false;
    sequence.lastUse = ++clock;
  }

  /** Forgets a sequence, busy or not. */
  void drop(Sequence sequence) {
    engine.truncate(sequence.id, 0);
    sequence.clear();
  }

  /** Forgets every prefix that no task runs on. */
  void clear() {
    sequences.stream().filter(s -> !s.busy).forEach(this::drop);
  }

  private boolean anyBusy() {
    return sequences.stream().anyMatch(s -> s.busy);
  }

  /** Frees cells until {@code need} more fit besides what running tasks may still take. */
  private boolean makeRoom(int need, Sequence source) {
    int promised = sequences.stream().filter(s -> s.busy).mapToInt(s -> s.end - s.position).sum();
    while (engine.usedCells() + promised + need > engine.cells()) {
      Optional<Sequence> victim = victim(source).filter(s -> s.position > 0);
      if (victim.isEmpty()) {
        return false;
      }
      drop(victim.get());
    }
    return true;
  }

  /**
   * The idle sequence to give up: first those mostly covered by another sequence (many instances of
   * one run), so that a run's few-shot prefix outlives a burst of another run; then the least
   * recently used.
   */
  private Optional<Sequence> victim(Sequence source) {
    return sequences.stream()
        .filter(s -> !s.busy && s != source && s.position > 0)
        .min(
            Comparator.comparing((Sequence s) -> !mostlyCovered(s))
                .thenComparingLong(s -> s.lastUse));
  }

  private boolean mostlyCovered(Sequence sequence) {
    return sequences.stream()
        .filter(other -> other != sequence)
        .anyMatch(
            other ->
                2 * other.decodedCommon(sequence.tokens, sequence.position) >= sequence.position);
  }
}

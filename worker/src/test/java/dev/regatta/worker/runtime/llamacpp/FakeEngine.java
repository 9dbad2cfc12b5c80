package dev.regatta.worker.runtime.llamacpp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An engine whose "model" is exact: the likeliest next token is a hash of all tokens before it, so
 * an answer is right only if the scheduler put the right tokens into the right sequences. It checks
 * that positions are consecutive and counts cells as llama.cpp does.
 */
final class FakeEngine implements Engine {
  static final int VOCABULARY = 50;

  /** A cell: the whole token history up to it is its identity. */
  private static final class Cell {
    final List<Integer> history;

    Cell(List<Integer> history) {
      this.history = history;
    }
  }

  private final int cells;
  private final int batchSize;
  private final Map<Integer, List<Cell>> sequences = new HashMap<>();
  private final List<float[]> logits = new ArrayList<>();
  int decodedTokens;
  int passes;
  int failNext;

  /** Thrown by the next pass, where there is one. */
  volatile Error nextError;

  boolean closed;

  FakeEngine(int cells, int batchSize) {
    this.cells = cells;
    this.batchSize = batchSize;
  }

  static int next(List<Integer> history) {
    return Math.floorMod(history.hashCode() * 31 + 7, VOCABULARY);
  }

  @Override
  public int cells() {
    return cells;
  }

  @Override
  public int usedCells() {
    Set<Cell> used = new HashSet<>();
    sequences.values().forEach(used::addAll);
    return used.size();
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public void copy(int source, int target, int length) {
    if (!sequence(target).isEmpty()) {
      throw new AssertionError("target is not empty");
    }
    sequence(target).addAll(sequence(source).subList(0, length));
  }

  @Override
  public void truncate(int sequence, int length) {
    List<Cell> held = sequence(sequence);
    if (held.size() > length) {
      held.subList(length, held.size()).clear();
    }
  }

  @Override
  public void decode(Batch batch) {
    passes++;
    if (nextError != null) {
      Error error = nextError;
      nextError = null;
      throw error;
    }
    if (failNext != 0) {
      int code = failNext;
      failNext = 0;
      throw new DecodeFailure(code);
    }
    logits.clear();
    for (int i = 0; i < batch.size(); i++) {
      List<Cell> held = sequence(batch.sequences[i]);
      if (held.size() != batch.positions[i]) {
        throw new AssertionError("position " + batch.positions[i] + " after " + held.size());
      }
      List<Integer> history =
          new ArrayList<>(held.isEmpty() ? List.of() : held.get(held.size() - 1).history);
      history.add(batch.tokens[i]);
      held.add(new Cell(history));
      float[] row = new float[VOCABULARY];
      Arrays.fill(row, -1);
      row[next(history)] = 1;
      logits.add(batch.logits[i] ? row : null);
      decodedTokens++;
    }
    if (usedCells() > cells) {
      throw new AssertionError(usedCells() + " cells used of " + cells);
    }
  }

  @Override
  public float[] logits(int entry) {
    return logits.get(entry);
  }

  @Override
  public void close() {
    closed = true;
  }

  private List<Cell> sequence(int id) {
    return sequences.computeIfAbsent(id, unused -> new ArrayList<>());
  }
}

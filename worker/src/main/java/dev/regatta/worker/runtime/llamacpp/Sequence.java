package dev.regatta.worker.runtime.llamacpp;

import java.util.Arrays;

/**
 * One sequence of the engine's memory. Busy while a task runs in it, otherwise a prefix kept for
 * later requests.
 */
final class Sequence {
  private static final int[] NONE = {};

  final int id;

  /** What the sequence holds or, while busy, will hold before anything is generated. */
  int[] tokens = NONE;

  /** Tokens decoded so far; more than {@link #tokens} while generating. */
  int position;

  /** Most tokens the running task may decode; equals {@link #position} when idle. */
  int end;

  boolean busy;
  long lastUse;

  Sequence(int id) {
    this.id = id;
  }

  boolean empty() {
    return !busy && position == 0;
  }

  /** Leading tokens in common with {@code other}, decoded or not. */
  int common(int[] other, int limit) {
    int length = Math.min(Math.min(tokens.length, other.length), limit);
    int mismatch = Arrays.mismatch(tokens, 0, length, other, 0, length);
    return mismatch < 0 ? length : mismatch;
  }

  /** Leading tokens in common with {@code other} that are decoded already. */
  int decodedCommon(int[] other, int limit) {
    return Math.min(common(other, limit), position);
  }

  void clear() {
    tokens = NONE;
    position = 0;
    end = 0;
    busy = false;
  }
}

package dev.regatta.worker.runtime.llamacpp;

/** The tokens of one forward pass. */
final class Batch {
  final int[] tokens;
  final int[] positions;
  final int[] sequences;
  final boolean[] logits;
  private int size;

  Batch(int capacity) {
    tokens = new int[capacity];
    positions = new int[capacity];
    sequences = new int[capacity];
    logits = new boolean[capacity];
  }

  int size() {
    return size;
  }

  int room() {
    return tokens.length - size;
  }

  void clear() {
    size = 0;
  }

  void add(int token, int position, int sequence, boolean wantsLogits) {
    tokens[size] = token;
    positions[size] = position;
    sequences[size] = sequence;
    logits[size] = wantsLogits;
    size++;
  }
}

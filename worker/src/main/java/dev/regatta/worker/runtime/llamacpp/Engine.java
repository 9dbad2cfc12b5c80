package dev.regatta.worker.runtime.llamacpp;

/**
 * The forward pass of one model over a memory of <em>cells</em>, as the scheduler sees it. A cell
 * holds one token at one position and belongs to one or more sequences: copying a sequence's start
 * costs no cells. Belongs to one thread.
 */
interface Engine extends AutoCloseable {

  /** Cells there are. */
  int cells();

  /** Cells that belong to at least one sequence. */
  int usedCells();

  /** Most tokens of one {@link #decode}. */
  int batchSize();

  /** Makes the first {@code length} tokens of {@code source} those of the empty {@code target}. */
  void copy(int source, int target, int length);

  /** Keeps the first {@code length} tokens of a sequence. */
  void truncate(int sequence, int length);

  /**
   * Runs the model over a batch.
   *
   * @throws DecodeFailure if it could not; the sequences of the batch are then in an unknown state
   */
  void decode(Batch batch);

  /** Logits over the vocabulary after a batch's entry that asked for them. */
  float[] logits(int entry);

  @Override
  void close();

  /** The engine's own return code. */
  final class DecodeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    DecodeFailure(int code) {
      super("llama_decode returned " + code);
      this.code = code;
    }

    int code() {
      return code;
    }

    /** No run of free cells was long enough; freeing some and trying again may help. */
    boolean outOfCells() {
      return code == 1;
    }
  }
}

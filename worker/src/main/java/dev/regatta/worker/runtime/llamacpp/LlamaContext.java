package dev.regatta.worker.runtime.llamacpp;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;

/**
 * llama.cpp's context: the key-value cache and the computation.
 *
 * <p>A pass over a single token takes other kernels than one over several, which round differently,
 * and the rounding of quantised activations blows a last digit up to several hundredths of a
 * log-probability. So a single token is given a companion in a sequence of its own: then a prompt's
 * outputs are the same bits however it is cut into passes. They are also the same for any number of
 * threads; but not for another place in the cache, as sums over the cache run in vectors.
 */
final class LlamaContext implements Engine {
  private final LlamaLibrary library;
  private final Pointer context;
  private final int cells;
  private final int batchSize;
  private final int companion;
  private final float[] logits;
  private final LlamaLibrary.NativeBatch nativeBatch = new LlamaLibrary.NativeBatch();
  private final Memory tokens;
  private final Memory positions;
  private final Memory sequenceCounts;
  private final Memory sequences;
  private final Memory sequencePointers;
  private final Memory wanted;

  /**
   * @param batchSize tokens of one forward pass; a pass is never split further, so that a failed
   *     one has left nothing behind
   */
  LlamaContext(
      LlamaLibrary library,
      LlamaModel model,
      int cells,
      int batchSize,
      int sequences,
      int threads) {
    this.library = library;
    int capacity = Math.max(2, batchSize);
    LlamaLibrary.ContextParams params = library.llama_context_default_params();
    params.n_ctx = cells + 1;
    params.n_batch = capacity;
    params.n_ubatch = capacity;
    params.n_seq_max = sequences + 1;
    params.n_threads = threads;
    params.n_threads_batch = threads;
    params.no_perf = 1;
    NativeLog.clear();
    this.context = library.llama_init_from_model(model.pointer(), params);
    if (context == null) {
      throw new RegattaException(
          ErrorCategory.RESOURCE,
          "llama.cpp cannot make a context of %d tokens (%s): lower the option 'context'"
              .formatted(cells, NativeLog.lastError()));
    }
    this.cells = library.llama_n_ctx(context) - 1;
    this.batchSize = batchSize;
    this.companion = sequences;
    this.logits = new float[model.size()];
    this.tokens = new Memory(4L * capacity);
    this.positions = new Memory(4L * capacity);
    this.sequenceCounts = new Memory(4L * capacity);
    this.sequences = new Memory(4L * capacity);
    this.sequencePointers = new Memory((long) Native.POINTER_SIZE * capacity);
    this.wanted = new Memory(capacity);
    for (int i = 0; i < capacity; i++) {
      sequenceCounts.setInt(4L * i, 1);
      sequencePointers.setPointer((long) Native.POINTER_SIZE * i, this.sequences.share(4L * i));
    }
    nativeBatch.token = tokens;
    nativeBatch.pos = positions;
    nativeBatch.n_seq_id = sequenceCounts;
    nativeBatch.seq_id = sequencePointers;
    nativeBatch.logits = wanted;
  }

  @Override
  public int cells() {
    return cells;
  }

  @Override
  public int usedCells() {
    return library.llama_kv_self_used_cells(context);
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public void copy(int source, int target, int length) {
    library.llama_kv_self_seq_cp(context, source, target, 0, length);
  }

  @Override
  public void truncate(int sequence, int length) {
    library.llama_kv_self_seq_rm(context, sequence, length, -1);
  }

  @Override
  public void decode(Batch batch) {
    int size = batch.size();
    tokens.write(0, batch.tokens, 0, size);
    positions.write(0, batch.positions, 0, size);
    sequences.write(0, batch.sequences, 0, size);
    for (int i = 0; i < size; i++) {
      wanted.setByte(i, (byte) (batch.logits[i] ? 1 : 0));
    }
    if (size > 1) {
      decode(size);
      return;
    }
    tokens.setInt(4, batch.tokens[0]);
    positions.setInt(4, 0);
    sequences.setInt(4, companion);
    wanted.setByte(1, (byte) 0);
    try {
      decode(2);
    } finally {
      truncate(companion, 0);
    }
  }

  private void decode(int size) {
    nativeBatch.n_tokens = size;
    int code = library.llama_decode(context, nativeBatch);
    if (code == 1) {
      // A pass needs neighbouring cells: move the used ones together.
      library.llama_kv_self_defrag(context);
      library.llama_kv_self_update(context);
      code = library.llama_decode(context, nativeBatch);
    }
    if (code != 0) {
      throw new DecodeFailure(code);
    }
  }

  @Override
  public float[] logits(int entry) {
    library.llama_get_logits_ith(context, entry).read(0, logits, 0, logits.length);
    return logits;
  }

  @Override
  public void close() {
    library.llama_free(context);
  }
}

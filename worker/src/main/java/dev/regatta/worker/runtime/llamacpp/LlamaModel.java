package dev.regatta.worker.runtime.llamacpp;

import com.sun.jna.Pointer;
import dev.regatta.protocol.RegattaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** A loaded GGUF file: its weights, vocabulary and metadata. Safe for many threads. */
final class LlamaModel implements Vocabulary, AutoCloseable {
  private final LlamaLibrary library;
  private final Pointer model;
  private final Pointer vocab;
  private final int size;
  private final OptionalInt bos;
  private final boolean addBos;

  /** Many readers tokenise; closing waits for them, since it frees what they read. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private LlamaModel(LlamaLibrary library, Pointer model) {
    this.library = library;
    this.model = model;
    this.vocab = library.llama_model_get_vocab(model);
    this.size = library.llama_vocab_n_tokens(vocab);
    int token = library.llama_vocab_bos(vocab);
    this.bos = token >= 0 ? OptionalInt.of(token) : OptionalInt.empty();
    this.addBos = bos.isPresent() && library.llama_vocab_get_add_bos(vocab) != 0;
  }

  static LlamaModel load(LlamaLibrary library, Path gguf, int gpuLayers) {
    if (!Files.isReadable(gguf)) {
      throw RegattaException.user("Model file %s: no such readable file".formatted(gguf));
    }
    LlamaLibrary.ModelParams params = library.llama_model_default_params();
    params.n_gpu_layers = gpuLayers;
    NativeLog.clear();
    Pointer model = library.llama_model_load_from_file(gguf.toString(), params);
    if (model == null) {
      throw RegattaException.user(
          "Model file %s: llama.cpp build %d cannot load it (%s)"
              .formatted(gguf, LlamaLibrary.BUILD, NativeLog.lastError()));
    }
    LlamaModel loaded = new LlamaModel(library, model);
    if (library.llama_model_has_decoder(model) == 0
        || library.llama_model_has_encoder(model) != 0
        || library.llama_model_is_recurrent(model) != 0) {
      loaded.close();
      throw RegattaException.user(
          "Model file %s: only decoder models with attention can be run".formatted(gguf));
    }
    return loaded;
  }

  Pointer pointer() {
    return model;
  }

  int trainedContext() {
    return library.llama_model_n_ctx_train(model);
  }

  int size() {
    return size;
  }

  /** A value of the file's metadata as text. */
  Optional<String> metadata(String key) {
    byte[] buffer = new byte[256];
    int length = library.llama_model_meta_val_str(model, key, buffer, buffer.length);
    if (length < 0) {
      return Optional.empty();
    }
    if (length >= buffer.length) {
      buffer = new byte[length + 1];
      library.llama_model_meta_val_str(model, key, buffer, buffer.length);
    }
    return Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8));
  }

  @Override
  public OptionalInt bos() {
    return bos;
  }

  @Override
  public boolean addsBos() {
    return addBos;
  }

  /** The text of the begin-of-text token as chat templates print it; empty without one. */
  String bosText() {
    return bos.isPresent() ? text(bos.getAsInt()) : "";
  }

  /** The text of the end-of-text token as chat templates print it; empty without one. */
  String eosText() {
    int token = library.llama_vocab_eos(vocab);
    return token >= 0 ? text(token) : "";
  }

  private String text(int token) {
    return new String(piece(token, true), StandardCharsets.UTF_8);
  }

  @Override
  public boolean endsGeneration(int token) {
    return library.llama_vocab_is_eog(vocab, token) != 0;
  }

  @Override
  public byte[] piece(int token) {
    return piece(token, false);
  }

  private byte[] piece(int token, boolean special) {
    byte flag = (byte) (special ? 1 : 0);
    return reading(
        () -> {
          byte[] buffer = new byte[32];
          int length = library.llama_token_to_piece(vocab, token, buffer, buffer.length, 0, flag);
          if (length < 0) {
            buffer = new byte[-length];
            length = library.llama_token_to_piece(vocab, token, buffer, buffer.length, 0, flag);
          }
          return Arrays.copyOf(buffer, length);
        });
  }

  @Override
  public int[] tokenize(String text, boolean parseSpecial) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte parse = (byte) (parseSpecial ? 1 : 0);
    byte none = 0;
    return reading(
        () -> {
          int[] tokens = new int[bytes.length / 3 + 16];
          int n =
              library.llama_tokenize(
                  vocab, bytes, bytes.length, tokens, tokens.length, none, parse);
          if (n < 0) {
            tokens = new int[-n];
            n =
                library.llama_tokenize(
                    vocab, bytes, bytes.length, tokens, tokens.length, none, parse);
          }
          return Arrays.copyOf(tokens, n);
        });
  }

  private <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The model is closed");
      }
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        library.llama_model_free(model);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}

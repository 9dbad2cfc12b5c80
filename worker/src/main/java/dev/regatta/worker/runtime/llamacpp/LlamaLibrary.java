package dev.regatta.worker.runtime.llamacpp;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * The part of llama.cpp's C API that is used, as of build {@value #BUILD}. Structures travel by
 * value and change between builds: {@link LayoutGuard} refuses a library whose defaults are not
 * where these layouts say. {@code bool} is a byte here, as JNA's boolean is four.
 */
interface LlamaLibrary extends Library {
  int BUILD = 4916;

  /** {@code llama_model_params}. */
  @FieldOrder({
    "devices",
    "n_gpu_layers",
    "split_mode",
    "main_gpu",
    "tensor_split",
    "progress_callback",
    "progress_callback_user_data",
    "kv_overrides",
    "vocab_only",
    "use_mmap",
    "use_mlock",
    "check_tensors"
  })
  class ModelParams extends Structure implements Structure.ByValue {
    public Pointer devices;
    public int n_gpu_layers;
    public int split_mode;
    public int main_gpu;
    public Pointer tensor_split;
    public Pointer progress_callback;
    public Pointer progress_callback_user_data;
    public Pointer kv_overrides;
    public byte vocab_only;
    public byte use_mmap;
    public byte use_mlock;
    public byte check_tensors;
  }

  /** {@code llama_context_params}. */
  @FieldOrder({
    "n_ctx",
    "n_batch",
    "n_ubatch",
    "n_seq_max",
    "n_threads",
    "n_threads_batch",
    "rope_scaling_type",
    "pooling_type",
    "attention_type",
    "rope_freq_base",
    "rope_freq_scale",
    "yarn_ext_factor",
    "yarn_attn_factor",
    "yarn_beta_fast",
    "yarn_beta_slow",
    "yarn_orig_ctx",
    "defrag_thold",
    "cb_eval",
    "cb_eval_user_data",
    "type_k",
    "type_v",
    "logits_all",
    "embeddings",
    "offload_kqv",
    "flash_attn",
    "no_perf",
    "abort_callback",
    "abort_callback_data"
  })
  class ContextParams extends Structure implements Structure.ByValue {
    public int n_ctx;
    public int n_batch;
    public int n_ubatch;
    public int n_seq_max;
    public int n_threads;
    public int n_threads_batch;
    public int rope_scaling_type;
    public int pooling_type;
    public int attention_type;
    public float rope_freq_base;
    public float rope_freq_scale;
    public float yarn_ext_factor;
    public float yarn_attn_factor;
    public float yarn_beta_fast;
    public float yarn_beta_slow;
    public int yarn_orig_ctx;
    public float defrag_thold;
    public Pointer cb_eval;
    public Pointer cb_eval_user_data;
    public int type_k;
    public int type_v;
    public byte logits_all;
    public byte embeddings;
    public byte offload_kqv;
    public byte flash_attn;
    public byte no_perf;
    public Pointer abort_callback;
    public Pointer abort_callback_data;
  }

  /** {@code llama_batch}; every pointer is the caller's memory. */
  @FieldOrder({"n_tokens", "token", "embd", "pos", "n_seq_id", "seq_id", "logits"})
  class NativeBatch extends Structure implements Structure.ByValue {
    public int n_tokens;
    public Pointer token;
    public Pointer embd;
    public Pointer pos;
    public Pointer n_seq_id;
    public Pointer seq_id;
    public Pointer logits;
  }

  /** {@code ggml_log_callback}. */
  interface LogCallback extends Callback {
    void invoke(int level, String text, Pointer data);
  }

  void llama_backend_init();

  void llama_log_set(LogCallback callback, Pointer data);

  ModelParams llama_model_default_params();

  ContextParams llama_context_default_params();

  Pointer llama_model_load_from_file(String path, ModelParams params);

  void llama_model_free(Pointer model);

  Pointer llama_model_get_vocab(Pointer model);

  int llama_model_n_ctx_train(Pointer model);

  byte llama_model_has_decoder(Pointer model);

  byte llama_model_has_encoder(Pointer model);

  byte llama_model_is_recurrent(Pointer model);

  int llama_model_meta_val_str(Pointer model, String key, byte[] value, long size);

  int llama_vocab_n_tokens(Pointer vocab);

  int llama_vocab_bos(Pointer vocab);

  int llama_vocab_eos(Pointer vocab);

  byte llama_vocab_get_add_bos(Pointer vocab);

  byte llama_vocab_is_eog(Pointer vocab, int token);

  int llama_tokenize(
      Pointer vocab,
      byte[] text,
      int length,
      int[] tokens,
      int capacity,
      byte addSpecial,
      byte parseSpecial);

  int llama_token_to_piece(
      Pointer vocab, int token, byte[] piece, int length, int lstrip, byte special);

  Pointer llama_init_from_model(Pointer model, ContextParams params);

  void llama_free(Pointer context);

  int llama_n_ctx(Pointer context);

  int llama_decode(Pointer context, NativeBatch batch);

  Pointer llama_get_logits_ith(Pointer context, int index);

  int llama_kv_self_used_cells(Pointer context);

  void llama_kv_self_clear(Pointer context);

  byte llama_kv_self_seq_rm(Pointer context, int sequence, int from, int to);

  void llama_kv_self_seq_cp(Pointer context, int source, int target, int from, int to);

  void llama_kv_self_defrag(Pointer context);

  void llama_kv_self_update(Pointer context);
}

package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves that a library's structures are laid out as {@link LlamaLibrary} declares them: the
 * documented default values must sit in the declared fields. A wrong layout would otherwise show as
 * a crash or, worse, as wrong numbers.
 */
final class LayoutGuard {
  private final List<String> differences = new ArrayList<>();

  private LayoutGuard() {}

  static void check(LlamaLibrary.ModelParams model, LlamaLibrary.ContextParams context) {
    LayoutGuard guard = new LayoutGuard();
    guard.checkModel(model);
    guard.checkContext(context);
    if (!guard.differences.isEmpty()) {
      throw RegattaException.user(
          "This llama.cpp library is not build "
              + LlamaLibrary.BUILD
              + ": its default parameters differ in "
              + String.join(", ", guard.differences)
              + ". Use the bundled library (leave out the option 'library') or a library of that build");
    }
  }

  private void checkModel(LlamaLibrary.ModelParams p) {
    expect("split_mode", p.split_mode, 1);
    expect("main_gpu", p.main_gpu, 0);
    expect("vocab_only", p.vocab_only, 0);
    expect("use_mmap", p.use_mmap, 1);
    expect("use_mlock", p.use_mlock, 0);
    expect("check_tensors", p.check_tensors, 0);
  }

  private void checkContext(LlamaLibrary.ContextParams p) {
    expect("n_ctx", p.n_ctx, 512);
    expect("n_batch", p.n_batch, 2048);
    expect("n_ubatch", p.n_ubatch, 512);
    expect("n_seq_max", p.n_seq_max, 1);
    expect("rope_scaling_type", p.rope_scaling_type, -1);
    expect("pooling_type", p.pooling_type, -1);
    expect("attention_type", p.attention_type, -1);
    expect("yarn_ext_factor", p.yarn_ext_factor, -1);
    expect("yarn_attn_factor", p.yarn_attn_factor, 1);
    expect("yarn_beta_fast", p.yarn_beta_fast, 32);
    expect("yarn_beta_slow", p.yarn_beta_slow, 1);
    expect("type_k", p.type_k, 1);
    expect("type_v", p.type_v, 1);
    expect("logits_all", p.logits_all, 0);
    expect("embeddings", p.embeddings, 0);
    expect("offload_kqv", p.offload_kqv, 1);
    expect("flash_attn", p.flash_attn, 0);
  }

  private void expect(String field, double actual, double expected) {
    if (actual != expected) {
      differences.add(field + " (" + actual + ", expected " + expected + ")");
    }
  }
}

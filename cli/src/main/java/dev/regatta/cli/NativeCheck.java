package dev.regatta.cli;

import dev.regatta.worker.runtime.llamacpp.LlamaOptions;
import dev.regatta.worker.runtime.llamacpp.LlamaRuntime;

/** Whether the native library of the built-in engine can be used here. */
final class NativeCheck {
  private NativeCheck() {}

  static String describe() {
    LlamaRuntime.checkNativeLibrary(LlamaOptions.defaults());
    return "llama.cpp " + LlamaRuntime.VERSION + " loads";
  }
}

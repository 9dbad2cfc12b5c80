package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.config.Key;
import dev.regatta.coordinator.sweep.SweepFile.Runtime;
import java.util.Optional;

/** What {@code options} of a model may hold, by its runtime. */
sealed interface RuntimeOptions {

  /** Most tokens of prompt and answer together; empty where there is no limit. */
  Optional<Integer> context();

  static Class<? extends RuntimeOptions> of(Runtime runtime) {
    return switch (runtime) {
      case LLAMACPP -> LlamaCpp.class;
      case SIMULATED -> Simulated.class;
      case OPENAI -> OpenAi.class;
    };
  }

  /** Whether the engine can score a given text, which a chat API cannot. */
  static boolean scores(Runtime runtime) {
    return runtime != Runtime.OPENAI;
  }

  /** The llama.cpp engine. */
  record LlamaCpp(
      @Key(value = "Threads; the machine's processors where absent", min = 1, max = 1024)
          Optional<Integer> threads,
      @Key(
              value = "Tokens of prompt and answer together; the model's own window where absent",
              min = 16)
          Optional<Integer> context,
      @Key(value = "Sequences in flight at once", min = 1, max = 256) Optional<Integer> slots,
      @Key(value = "Layers on the GPU; -1 for all", min = -1, byDefault = "0") int gpuLayers,
      @Key(value = "Seed of sampling at temperatures above 0", min = 0, byDefault = "0") long seed)
      implements RuntimeOptions {}

  /** Answers made from a hash of the prompt. */
  record Simulated(
      @Key(value = "Milliseconds that a request takes", min = 0, byDefault = "0")
          double serviceTimeMs,
      @Key(value = "Requests that are served at once", min = 1, byDefault = "64") int slots,
      @Key(value = "Tokens of prompt and answer together; no limit where absent", min = 16)
          Optional<Integer> context,
      @Key(value = "Another seed gives other answers", min = 0, byDefault = "0") long seed)
      implements RuntimeOptions {}

  /** A server; nothing can be set as long as it is refused. */
  record OpenAi(
      @Key(value = "Tokens of prompt and answer together", min = 16) Optional<Integer> context)
      implements RuntimeOptions {}
}

package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.config.Key;
import dev.regatta.coordinator.sweep.SweepFile.Runtime;
import java.util.Optional;

/** What {@code options} of a model may hold, by its runtime. */
sealed interface RuntimeOptions {

  /** Most tokens of prompt and answer together; empty where there is no limit. */
  Optional<Integer> window();

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
              value =
                  "Tokens of prompt and answer together; the model's own window, at most 4096,"
                      + " where absent",
              min = 2)
          Optional<Integer> window,
      @Key(value = "Sequences in flight at once; 8 where absent", min = 1, max = 256)
          Optional<Integer> slots,
      @Key(value = "Prompt prefixes kept for later requests; 8 where absent", min = 0, max = 256)
          Optional<Integer> prefixes,
      @Key(value = "Layers on a GPU, for libraries that can", min = 0) Optional<Integer> gpuLayers,
      @Key(value = "Directory of a llama.cpp library to use instead of the bundled one")
          Optional<String> library,
      @Key(value = "Seed of sampling at temperatures above 0", min = 0) Optional<Long> seed)
      implements RuntimeOptions {}

  /** Answers made from a hash of the prompt. */
  record Simulated(
      @Key(value = "Milliseconds that a request takes; 0 where absent", min = 0)
          Optional<Double> serviceTimeMs,
      @Key(value = "Requests that are served at once", min = 1) Optional<Integer> slots,
      @Key(value = "Fraction by which the service time varies", min = 0, max = 1)
          Optional<Double> jitter,
      @Key(value = "Fraction of requests that always fail", min = 0, max = 1)
          Optional<Double> failPermanent,
      @Key(value = "Fraction of requests that fail at first", min = 0, max = 1)
          Optional<Double> failTransient,
      @Key(value = "Tokens of an answer; different lengths where absent", min = 0)
          Optional<Integer> tokens,
      @Key(value = "Tokens of prompt and answer together; 32768 where absent", min = 16)
          Optional<Integer> window)
      implements RuntimeOptions {}

  /** A server; nothing can be set as long as it is refused. */
  record OpenAi(
      @Key(value = "Tokens of prompt and answer together", min = 16) Optional<Integer> window)
      implements RuntimeOptions {}
}

package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.config.Key;
import dev.regatta.coordinator.sweep.SweepFile.Runtime;
import java.util.Optional;

/** What {@code options} of a model may hold, by its runtime. */
sealed interface RuntimeOptions {

  /** Most tokens of prompt and answer together; empty where there is no limit. */
  Optional<Integer> mostTokens();

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
              value = "Tokens that all requests in flight and kept prefixes have room for together",
              min = 16,
              max = 1 << 24,
              byDefault = "8192")
          int context,
      @Key(
              value =
                  "Most tokens of prompt and answer together; what the model was trained for, at"
                      + " most 4096, where absent",
              min = 2,
              max = 1 << 24)
          Optional<Integer> window,
      @Key(value = "Sequences decoded at once", min = 1, max = 256, byDefault = "8") int slots,
      @Key(value = "Prompt prefixes kept besides", min = 0, max = 256, byDefault = "8")
          int prefixes,
      @Key(value = "Most tokens of one forward pass", min = 1, max = 8192, byDefault = "512")
          int batch,
      @Key(value = "Mixed into the seed of every sampled answer", byDefault = "0") long seed,
      @Key(
              value = "Layers put on a GPU, for libraries that can",
              min = 0,
              max = 10_000,
              byDefault = "0")
          int gpuLayers,
      @Key("Directory of a llama.cpp library in place of the bundled one") Optional<String> library,
      @Key("The day that chat templates see, as 2024-07-26, which it is where absent")
          Optional<String> date)
      implements RuntimeOptions {

    private static final int DEFAULT_WINDOW = 4096;

    @Override
    public Optional<Integer> mostTokens() {
      return window.or(() -> Optional.of(DEFAULT_WINDOW));
    }
  }

  /** Answers made from a hash of the prompt. */
  record Simulated(
      @Key(value = "Milliseconds that a request takes", min = 0, max = 3_600_000, byDefault = "0")
          double serviceTimeMs,
      @Key(
              value = "Requests that are served at once; 64, or 2000 without a service time",
              min = 1,
              max = 1_000_000)
          Optional<Integer> slots,
      @Key(
              value = "The service time varies evenly by this fraction up and down",
              min = 0,
              max = 1,
              byDefault = "0")
          double jitter,
      @Key(value = "Fraction of requests that always fail", min = 0, max = 1, byDefault = "0")
          double failPermanent,
      @Key(
              value = "Fraction of requests that fail every first of two times",
              min = 0,
              max = 1,
              byDefault = "0")
          double failTransient,
      @Key(
              value = "Tokens of an answer; 0 gives short ones of different lengths",
              min = 0,
              max = 100_000,
              byDefault = "0")
          int tokens,
      @Key(
              value = "Most tokens of prompt and answer together",
              min = 1,
              max = 100_000_000,
              byDefault = "32768")
          int window)
      implements RuntimeOptions {

    @Override
    public Optional<Integer> mostTokens() {
      return Optional.of(window);
    }
  }

  /** A server; nothing can be set as long as it is refused. */
  record OpenAi(
      @Key(value = "Most tokens of prompt and answer together", min = 1) Optional<Integer> window)
      implements RuntimeOptions {

    @Override
    public Optional<Integer> mostTokens() {
      return window;
    }
  }
}

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
  default boolean scores() {
    return true;
  }

  /** The llama.cpp engine. */
  record LlamaCpp(
      @Key(
              value = "Threads; where absent, an equal share of all processors but one",
              min = 1,
              max = 1024)
          Optional<Integer> threads,
      @Key(
              value =
                  "Tokens of prompt and answer together; the model's own window, at most 4096,"
                      + " where absent",
              min = 2)
          Optional<Integer> window,
      @Key(
              value =
                  "Requests decoded at once; 1 where absent. With more, answers come faster but their last bits depend on what is decoded beside them",
              min = 1,
              max = 256)
          Optional<Integer> slots,
      @Key(
              value = "Prompt prefixes kept beside the running ones; 0 where absent",
              min = 0,
              max = 256)
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

  /** A server with OpenAI's API. */
  record OpenAi(
      @Key(
              value =
                  "Address of the server's API, mostly ending in `/v1`: `http://localhost:8000/v1`",
              required = true)
          String baseUrl,
      @Key("Name of the model on the server; its name in this file where absent")
          Optional<String> model,
      @Key(
              "What stands for the model's weights in request ids; where absent, what the server"
                  + " reports when the sweep is planned")
          Optional<String> revision,
      @Key("Variable of the worker's environment that holds the API key")
          Optional<String> apiKeyEnv,
      @Key("File that holds the API key, on the worker's machine; from the sweep file's directory")
          Optional<String> apiKeyFile,
      @Key(
              "Use nothing but chat completions: prompts are sent as a user's message, and texts"
                  + " cannot be scored; false where absent")
          Optional<Boolean> chatOnly,
      @Key(
              "Answer as HELM's clients do: chats without log-probabilities; the reason why an"
                  + " answer ended unknown for completions, and for chats with stop sequences; all"
                  + " tokens of a prompt kept where its end is scored; false where absent")
          Optional<Boolean> asHelm,
      @Key(
              value =
                  "`verified`: a prompt's log-probabilities are used where the server's answers"
                      + " show that they are true; `trusted`: others are used too, and marked;"
                      + " verified where absent",
              oneOf = {"verified", "trusted"})
          Optional<String> likelihoods,
      @Key("Whether answers are streamed where the server can; true where absent")
          Optional<Boolean> stream,
      @Key(
              value =
                  "Most requests in flight from one worker; 512 where absent and the server shows"
                      + " how many run and wait, else 64",
              min = 1,
              max = 16384)
          Optional<Integer> concurrency,
      @Key(
              value = "Tokens of prompt and answer together; what the server tells where absent",
              min = 16)
          Optional<Integer> window,
      @Key(value = "Longest wait for one answer; 600 where absent", min = 1, max = 86400)
          Optional<Integer> requestTimeoutSeconds,
      @Key(
              value = "Longest wait for the server's first right answer; 600 where absent",
              min = 1,
              max = 86400)
          Optional<Integer> startTimeoutSeconds,
      @Key(
              value =
                  "How long requests wait at the worker while the server is away or turns them"
                      + " off, before they go back to the queue; 600 where absent",
              min = 1,
              max = 86400)
          Optional<Integer> outageTimeoutSeconds)
      implements RuntimeOptions {

    @Override
    public boolean scores() {
      return !chatOnly.orElse(false);
    }
  }
}

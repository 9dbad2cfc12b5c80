package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how long a prompt and its answer may be together. */
final class WindowProbe {
  /** More than small windows hold, and not more than a slow engine reads in a minute. */
  static final int LONG_PROMPT_WORDS = 3000;

  private static final String LONG_PROMPT = "word ".repeat(LONG_PROMPT_WORDS);

  /** As vLLM and llama-cpp-python put it, and as llama.cpp's server does. */
  private static final Pattern STATED =
      Pattern.compile("(?:context (?:length|size|window)|n_ctx)\\D{0,20}(\\d{1,9})");

  private final Prober prober;

  WindowProbe(Prober prober) {
    this.prober = prober;
  }

  /**
   * What was found.
   *
   * @param tokens empty where unknown
   * @param cuts whether longer prompts are cut without a word
   */
  record Window(OptionalInt tokens, boolean cuts) {}

  /** From the engine's descriptions of itself, else by a long prompt. */
  Window run(Optional<Dialect> completions) {
    OptionalInt told = llamaCpp();
    told = told.isPresent() ? told : textGenerationInference();
    if (told.isPresent() || completions.isEmpty()) {
      return new Window(told, false);
    }
    return byLongPrompt(completions.get());
  }

  private OptionalInt llamaCpp() {
    return positive(
        prober
            .beside("/props")
            .map(props -> props.path("default_generation_settings").path("n_ctx")));
  }

  private OptionalInt textGenerationInference() {
    return positive(prober.beside("/info").map(info -> info.path("max_total_tokens")));
  }

  private static OptionalInt positive(Optional<JsonNode> number) {
    int tokens = number.map(node -> node.asInt(0)).orElse(0);
    return tokens > 0 ? OptionalInt.of(tokens) : OptionalInt.empty();
  }

  private Window byLongPrompt(Dialect dialect) {
    try {
      Wire.Part part =
          prober.ask(
              prober.completions,
              prober.bodies.completion(LONG_PROMPT, FirstAnswer.generation(1, dialect)));
      Integer read = part.usage() == null ? null : part.usage().promptTokens();
      // A tokenizer may have two words in one token, but not this one in two places of three.
      boolean cut = read != null && read > 0 && read < LONG_PROMPT_WORDS * 2 / 3;
      return new Window(cut ? OptionalInt.of(read) : OptionalInt.empty(), cut);
    } catch (EngineException e) {
      return new Window(stated(e), false);
    }
  }

  private static OptionalInt stated(EngineException refusal) {
    Matcher stated = STATED.matcher(refusal.getMessage());
    return refusal.fault() == Fault.TOO_LONG && stated.find()
        ? OptionalInt.of(Integer.parseInt(stated.group(1)))
        : OptionalInt.empty();
  }
}

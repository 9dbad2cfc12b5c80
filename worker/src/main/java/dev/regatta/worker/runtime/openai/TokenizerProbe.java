package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.worker.runtime.openai.Capabilities.Counting;
import dev.regatta.worker.runtime.openai.ScoringProbe.Found;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds out how tokens can be counted, by comparing what the tokenizer says of a text with the
 * tokens in which completions gave it back.
 */
final class TokenizerProbe {
  private final Prober prober;
  private final String text;
  private final Found scoring;
  private final Optional<JsonNode> tokenized;

  /**
   * @param text what {@code scoring} has echoed
   */
  TokenizerProbe(Prober prober, String text, Found scoring) {
    this.prober = prober;
    this.text = text;
    this.scoring = scoring;
    this.tokenized = prober.beside(Tokenizer.PATH, prober.bodies.tokenize(text, true));
  }

  /** By the tokenizer where there is one that agrees; else by the usage of completions. */
  Optional<Counting> counting() {
    OptionalInt special = special(text, scoring.echoed());
    int all = scoring.echoed().count();
    OptionalInt plain =
        prober
            .beside(Tokenizer.PATH, prober.bodies.tokenize(text, false))
            .map(Tokenizer::count)
            .orElse(OptionalInt.empty());
    if (plain.isPresent() && plain.getAsInt() == all - special.orElse(0)) {
      return Optional.of(new Counting(true, 0));
    }
    if (plain.isPresent() && plain.getAsInt() == all && special.isPresent()) {
      // It adds special tokens whatever it is told.
      return Optional.of(new Counting(true, special.getAsInt()));
    }
    return special.isPresent()
        ? Optional.of(new Counting(false, special.getAsInt()))
        : Optional.empty();
  }

  /** How many tokens come before those of the text itself; empty where that cannot be seen. */
  static OptionalInt special(String text, PromptTokens echoed) {
    List<String> tokens = echoed.tokens().stream().map(PromptTokens.Scored::text).toList();
    for (int first = tokens.size() - 1; first >= 0; first--) {
      if (String.join("", tokens.subList(first, tokens.size())).equals(text)) {
        return OptionalInt.of(first);
      }
    }
    // Of the first token the text may be unknown, as its log-probability is.
    boolean allButFirst = text.endsWith(String.join("", tokens.subList(1, tokens.size())));
    return allButFirst ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /** Whether a prompt of token ids has the log-probabilities that its text has. */
  boolean tokenIds() {
    List<Integer> ids = tokenized.map(Tokenizer::ids).orElse(List.of());
    if (ids.isEmpty()) {
      return false;
    }
    try {
      Wire.Part part = prober.ask(prober.completions, prober.bodies.echo(ids));
      return ScoringProbe.same(scoring.echoed(), PromptTokens.Way.ECHO.read(part));
    } catch (EngineException e) {
      return false;
    }
  }

  /** The window, where the tokenizer tells it. */
  OptionalInt window() {
    int tokens = tokenized.map(answer -> answer.path("max_model_len").asInt(0)).orElse(0);
    return tokens > 0 ? OptionalInt.of(tokens) : OptionalInt.empty();
  }
}

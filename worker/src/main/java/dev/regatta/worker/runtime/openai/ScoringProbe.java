package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.Token;
import dev.regatta.worker.runtime.openai.Capabilities.Scoring;
import dev.regatta.worker.runtime.openai.PromptTokens.Way;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds out whether an engine gives a prompt's true log-probabilities. What is wrong with them is
 * silent everywhere: one engine leaves the prompt's out, another shifts them by a token, and every
 * score is then one of chance.
 *
 * <p>The model generates a token after a prompt, with a log-probability. The same token at the end
 * of a given prompt must have the same one; another continuation must have a lower one; and the
 * same question must have the same answer. Of a server that the user trusts, only the last is asked
 * for; that its likelihoods are not verified goes with them.
 */
final class ScoringProbe {
  private static final List<String> OTHERS = List.of(" Rome", " Berlin");

  /** Prompts and generated tokens go through different kernels, in 16 bits at that. */
  private static final double TOLERANCE = 0.1;

  private static final double RELATIVE_TOLERANCE = 0.05;

  private final Prober prober;
  private final Token generated;
  private final String text;
  private final Set<String> problems = new LinkedHashSet<>();

  /**
   * @param generated the first token after {@link FirstAnswer#PROMPT}
   */
  ScoringProbe(Prober prober, Token generated) {
    this.prober = prober;
    this.generated = generated;
    this.text = FirstAnswer.PROMPT + generated.text();
  }

  /**
   * What was found.
   *
   * @param echoed the tokens of {@link #text}
   */
  record Found(Scoring scoring, PromptTokens echoed) {}

  /**
   * The way that gives true log-probabilities; empty where none does.
   *
   * @param trusted whether others will do where none does
   */
  Optional<Found> run(boolean trusted) {
    Optional<Found> verified = first(true);
    return verified.isEmpty() && trusted ? first(false) : verified;
  }

  private Optional<Found> first(boolean verified) {
    for (Way way : Way.values()) {
      try {
        PromptTokens echoed = check(way, verified);
        return Optional.of(new Found(new Scoring(way, maxTokens(way, echoed), verified), echoed));
      } catch (EngineException e) {
        problems.add(
            (way == Way.ECHO ? "echo with logprobs" : "prompt_logprobs") + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  String text() {
    return text;
  }

  /** What was wrong with the ways that {@link #run} did not choose. */
  String problems() {
    return String.join("; ", problems);
  }

  private PromptTokens check(Way way, boolean verified) {
    PromptTokens echoed = ask(way, text, 1);
    if (verified) {
      requireAligned(echoed);
      requireSensible(way, echoed);
    }
    requireEqual("repeated", echoed, ask(way, text, 1));
    return echoed;
  }

  private PromptTokens ask(Way way, String prompt, int maxTokens) {
    return way.read(prober.ask(prober.completions, way.body(prober.bodies, prompt, maxTokens)));
  }

  private void requireAligned(PromptTokens echoed) {
    PromptTokens.Scored last = echoed.last();
    if (echoed.count() < 2 || !last.text().equals(generated.text())) {
      throw untrue(
          "the prompt that ends with the token '%s' comes back with '%s' at its end"
              .formatted(generated.text(), last.text()));
    }
    if (!close(generated.logprob(), last.logprob())) {
      throw untrue(
          "not aligned: the token '%s' has log-probability %.3f where it is generated and %.3f where it is given"
              .formatted(generated.text(), generated.logprob(), last.logprob()));
    }
  }

  /** The generated token is the likeliest one: anything else in its place must score lower. */
  private void requireSensible(Way way, PromptTokens echoed) {
    String other =
        OTHERS.stream().filter(word -> !word.equals(generated.text())).findFirst().orElseThrow();
    PromptTokens less = ask(way, FirstAnswer.PROMPT + other, 1);
    if (less.sum() >= echoed.sum()) {
      throw untrue(
          "'%s' after the prompt scores %.3f, no less than the likeliest, '%s', with %.3f"
              .formatted(other, less.sum(), generated.text(), echoed.sum()));
    }
  }

  private static void requireEqual(String how, PromptTokens first, PromptTokens second) {
    if (!same(first, second)) {
      throw wrong(
          "the question %s has another answer: %.3f, then %.3f"
              .formatted(how, first.sum(), second.sum()));
    }
  }

  /** Whether every token has the same log-probability in both. */
  static boolean same(PromptTokens first, PromptTokens second) {
    return first.count() == second.count()
        && IntStream.range(0, first.count())
            .allMatch(i -> same(first.tokens().get(i).logprob(), second.tokens().get(i).logprob()));
  }

  private static boolean same(Double a, Double b) {
    return a == null ? b == null : b != null && close(a, b);
  }

  /** Whether nothing need be generated; 0 means "no limit" to some. */
  private int maxTokens(Way way, PromptTokens echoed) {
    try {
      PromptTokens without = ask(way, text, 0);
      requireEqual("without generating", echoed, without);
      return without.generated() <= 1 ? 0 : 1;
    } catch (EngineException e) {
      return 1;
    }
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) <= Math.max(TOLERANCE, RELATIVE_TOLERANCE * Math.abs(a));
  }

  private static EngineException untrue(String what) {
    return wrong(
        "%s (a user who knows better sets the option %s to %s)"
            .formatted(what, OpenAiOptions.LIKELIHOODS, OpenAiOptions.TRUSTED));
  }

  private static EngineException wrong(String what) {
    return new EngineException(Fault.INCOMPLETE, what);
  }
}

package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Token;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.openai.Capabilities.Scoring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks for the log-probabilities of a prompt or of its end. */
final class Scorer {
  private final Scoring how;
  private final Endpoint endpoint;
  private final Bodies bodies;
  private final Duration timeout;
  private final Endpoint.Target completions;

  Scorer(Scoring how, Endpoint endpoint, Bodies bodies, Duration timeout) {
    this.how = how;
    this.endpoint = endpoint;
    this.bodies = bodies;
    this.timeout = timeout;
    this.completions = endpoint.api("/completions");
  }

  /**
   * Sends the request.
   *
   * @param scored tokens at the end of the prompt that count
   */
  CompletableFuture<Answer> score(String prompt, int scored) {
    if (scored == 0) {
      throw new EngineException(Fault.REFUSED, "the continuation to score is empty");
    }
    long started = System.nanoTime();
    return ask(prompt).thenApply(tokens -> answer(tokens, first(tokens, scored), started));
  }

  /** Scores every token that the server sees in the prompt. */
  CompletableFuture<Answer> scoreAll(String prompt) {
    long started = System.nanoTime();
    return ask(prompt).thenApply(tokens -> answer(tokens.withFirstOf(prompt), 0, started));
  }

  private CompletableFuture<PromptTokens> ask(String prompt) {
    return endpoint
        .post(completions, how.way().body(bodies, prompt, how.maxTokens()), timeout)
        .thenApply(reply -> how.way().read(Wire.read(reply)));
  }

  private static int first(PromptTokens prompt, int scored) {
    int first = prompt.count() - scored;
    if (first <= 0) {
      throw new EngineException(
          Fault.REFUSED,
          "nothing comes before the continuation's %d tokens, and the first token of a text has no log-probability"
              .formatted(scored));
    }
    return first;
  }

  private static Answer answer(PromptTokens prompt, int first, long started) {
    StringBuilder text = new StringBuilder();
    List<Token> tokens = new ArrayList<>(prompt.count() - first);
    double sum = 0;
    for (PromptTokens.Scored token : prompt.tokens().subList(first, prompt.count())) {
      double logprob = token.logprob() == null ? 0 : Math.min(0, token.logprob());
      tokens.add(new Token(token.text(), logprob));
      text.append(token.text());
      sum += logprob;
    }
    Output output = new Output(text.toString(), sum, tokens, FinishReason.LENGTH);
    Usage usage = new Usage(prompt.count(), prompt.cached(), 0);
    double seconds = (System.nanoTime() - started) / 1e9;
    return new Answer(List.of(output), usage, started, null, seconds);
  }
}

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

/** Asks for the log-probabilities of a prompt's end. */
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
    return endpoint
        .post(completions, how.way().body(bodies, prompt, how.maxTokens()), timeout)
        .thenApply(reply -> answer(how.way().read(Wire.read(reply)), scored, started));
  }

  private static Answer answer(PromptTokens prompt, int scored, long started) {
    int first = prompt.count() - scored;
    if (first <= 0) {
      throw new EngineException(
          Fault.REFUSED,
          "nothing comes before the continuation's %d tokens, and the first token of a text has no log-probability"
              .formatted(scored));
    }
    StringBuilder text = new StringBuilder();
    List<Token> tokens = new ArrayList<>(scored);
    double sum = 0;
    for (PromptTokens.Scored token : prompt.tokens().subList(first, prompt.count())) {
      double logprob = Math.min(0, token.logprob());
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

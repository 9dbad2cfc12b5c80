package dev.regatta.worker.runtime.openai;

import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Token;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.openai.Capabilities.Scoring;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Asks for the log-probabilities of a prompt or of its end. */
final class Scorer {
  private final Scoring how;
  private final boolean whole;
  private final Endpoint endpoint;
  private final Bodies bodies;
  private final Duration timeout;
  private final Endpoint.Target completions;

  /**
   * @param whole whether a second output has all of the prompt, as HELM's completions do
   */
  Scorer(Scoring how, boolean whole, Endpoint endpoint, Bodies bodies, Duration timeout) {
    this.how = how;
    this.whole = whole;
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
    return ask(prompt)
        .thenApply(
            tokens -> {
              Output end = end(tokens, first(tokens, scored));
              return answer(
                  tokens, whole ? List.of(end, all(prompt, tokens)) : List.of(end), started);
            });
  }

  /** Scores every token that the server sees in the prompt. */
  CompletableFuture<Answer> scoreAll(String prompt) {
    long started = System.nanoTime();
    return ask(prompt).thenApply(tokens -> answer(tokens, List.of(all(prompt, tokens)), started));
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

  /** The tokens from one on, which spell the text. */
  private static Output end(PromptTokens prompt, int first) {
    List<Token> tokens = tokens(prompt.tokens().subList(first, prompt.count()));
    return output(tokens.stream().map(Token::text).collect(Collectors.joining()), tokens);
  }

  /** All tokens; those inside of a character do not spell it. */
  private static Output all(String text, PromptTokens prompt) {
    return output(text, tokens(prompt.withFirstOf(text).tokens()));
  }

  private static List<Token> tokens(List<PromptTokens.Scored> scored) {
    return scored.stream()
        .map(
            token ->
                new Token(token.text(), token.logprob() == null ? 0 : Math.min(0, token.logprob())))
        .toList();
  }

  private static Output output(String text, List<Token> tokens) {
    double sum = 0;
    for (Token token : tokens) {
      sum += token.logprob();
    }
    return new Output(text, sum, tokens, FinishReason.LENGTH);
  }

  private static Answer answer(PromptTokens prompt, List<Output> outputs, long started) {
    Usage usage = new Usage(prompt.count(), prompt.cached(), 0);
    double seconds = (System.nanoTime() - started) / 1e9;
    return new Answer(outputs, usage, started, null, seconds);
  }
}

package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.worker.runtime.openai.Capabilities.Counting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the tokens of texts by asking the server; each text once, since the same few continuations
 * come again and again.
 */
final class TokenCounts {
  private static final int MOST_KEPT = 20_000;
  private static final ObjectReader JSON = Json.MAPPER.readerFor(JsonNode.class);

  private final Counting how;
  private final Endpoint endpoint;
  private final Dispatcher dispatcher;
  private final Bodies bodies;
  private final Dialect dialect;
  private final Duration timeout;
  private final Endpoint.Target tokenizer;
  private final Endpoint.Target completions;
  private final Map<String, CompletableFuture<Integer>> known = new ConcurrentHashMap<>();

  TokenCounts(
      Counting how,
      Endpoint endpoint,
      Dispatcher dispatcher,
      Bodies bodies,
      Dialect dialect,
      Duration timeout) {
    this.how = how;
    this.endpoint = endpoint;
    this.dispatcher = dispatcher;
    this.bodies = bodies;
    this.dialect = dialect;
    this.timeout = timeout;
    this.tokenizer = endpoint.beside(Tokenizer.PATH);
    this.completions = endpoint.api("/completions");
  }

  /** Tokens of a text alone, without special ones; fails with an {@link EngineException}. */
  CompletableFuture<Integer> count(String text) {
    if (text.isEmpty()) {
      return CompletableFuture.completedFuture(0);
    }
    CompletableFuture<Integer> before = known.get(text);
    if (before != null) {
      return before;
    }
    if (known.size() >= MOST_KEPT) {
      known.clear();
    }
    CompletableFuture<Integer> count = ask(text);
    known.put(text, count);
    count.whenComplete(
        (tokens, error) -> {
          if (error != null) {
            known.remove(text, count);
          }
        });
    return count;
  }

  private CompletableFuture<Integer> ask(String text) {
    // Other requests may wait for the same count: none of them can give it up.
    CompletableFuture<Void> asked = new CompletableFuture<>();
    return how.endpoint()
        ? dispatcher.send(
            asked,
            () ->
                endpoint
                    .post(tokenizer, bodies.tokenize(text, false), timeout)
                    .thenApply(reply -> tokens(reply) - how.special()))
        : dispatcher.send(
            asked,
            () ->
                endpoint
                    .post(completions, bodies.completion(text, oneToken()), timeout)
                    .thenApply(reply -> promptTokens(reply) - how.special()));
  }

  private Bodies.Generation oneToken() {
    return new Bodies.Generation(
        Decoding.greedy(1, List.of()), 1, 0, false, dialect.withoutLogprobs());
  }

  private static int tokens(Reply reply) {
    if (!reply.ok()) {
      throw Faults.of(reply);
    }
    try {
      JsonNode answer = JSON.readValue(reply.body());
      return Tokenizer.count(answer)
          .orElseThrow(() -> new EngineException(Fault.INCOMPLETE, "no count of tokens"));
    } catch (IOException e) {
      throw new EngineException(Fault.MALFORMED, "the tokenizer's", e);
    }
  }

  private static int promptTokens(Reply reply) {
    Wire.Part part = Wire.read(reply);
    if (part.usage() == null || part.usage().promptTokens() == null) {
      throw new EngineException(Fault.INCOMPLETE, "it does not count the prompt's tokens");
    }
    return part.usage().promptTokens();
  }
}

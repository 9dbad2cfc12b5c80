package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks an engine one question after the other. */
final class Prober {
  private final Endpoint endpoint;
  private final Duration timeout;
  final Bodies bodies;
  final Endpoint.Target completions;
  final Endpoint.Target chat;

  Prober(Endpoint endpoint, Bodies bodies, Duration timeout) {
    this.endpoint = endpoint;
    this.bodies = bodies;
    this.timeout = timeout;
    this.completions = endpoint.api("/completions");
    this.chat = endpoint.api("/chat/completions");
  }

  /**
   * A reply of any status.
   *
   * @throws EngineException where there is none
   */
  Reply get(Endpoint.Target target) {
    try {
      return endpoint.get(target, timeout).join();
    } catch (CompletionException e) {
      throw Faults.of(e);
    }
  }

  Reply getModels() {
    return get(endpoint.api("/models"));
  }

  /** As {@link #get}. */
  Reply post(Endpoint.Target target, byte[] body) {
    try {
      return endpoint.post(target, body, timeout).join();
    } catch (CompletionException e) {
      throw Faults.of(e);
    }
  }

  /**
   * A good answer.
   *
   * @throws EngineException where it is none
   */
  Wire.Part ask(Endpoint.Target target, byte[] body) {
    return Wire.read(post(target, body));
  }

  Reply stream(Endpoint.Target target, byte[] body, Consumer<byte[]> events) {
    try {
      return endpoint.stream(target, body, timeout, events).join();
    } catch (CompletionException e) {
      throw Faults.of(e);
    }
  }

  /** The JSON at a path beside OpenAI's API; empty where there is none. */
  Optional<JsonNode> beside(String path) {
    return json(() -> get(endpoint.beside(path)));
  }

  /** As {@link #beside(String)}, by a post. */
  Optional<JsonNode> beside(String path, byte[] body) {
    return json(() -> post(endpoint.beside(path), body));
  }

  Optional<String> textBeside(String path) {
    try {
      Reply reply = get(endpoint.beside(path));
      return reply.ok()
          ? Optional.of(new String(reply.body(), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (EngineException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> json(Supplier<Reply> question) {
    try {
      Reply reply = question.get();
      return reply.ok()
          ? Optional.ofNullable(Json.MAPPER.readTree(reply.body()))
          : Optional.empty();
    } catch (EngineException | IOException e) {
      return Optional.empty();
    }
  }
}

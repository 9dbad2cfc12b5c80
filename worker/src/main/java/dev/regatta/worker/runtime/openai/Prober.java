package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import dev.regatta.service.life.Sleeper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Asks an engine one question after the other. */
final class Prober {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Endpoint endpoint;
  private final Duration timeout;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  final Bodies bodies;
  final Endpoint.Target completions;
  final Endpoint.Target chat;

  /** One that takes every answer as it comes. */
  Prober(Endpoint endpoint, Bodies bodies, Duration timeout) {
    this(endpoint, bodies, timeout, Duration.ZERO, System::nanoTime, Sleeper.SYSTEM);
  }

  private Prober(
      Endpoint endpoint,
      Bodies bodies,
      Duration timeout,
      Duration patience,
      LongSupplier nanoTime,
      Sleeper sleeper) {
    this.endpoint = endpoint;
    this.bodies = bodies;
    this.timeout = timeout;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.completions = endpoint.api("/completions");
    this.chat = endpoint.api("/chat/completions");
  }

  /** One that asks an engine that is busy again, for a while: that says nothing of what it can. */
  Prober patient(LongSupplier clock, Sleeper pauses) {
    return new Prober(endpoint, bodies, timeout, PATIENCE, clock, pauses);
  }

  private Reply unlessBusy(Supplier<CompletableFuture<Reply>> question) {
    long started = nanoTime.getAsLong();
    while (true) {
      Reply reply = reply(question.get());
      boolean over = nanoTime.getAsLong() - started >= patience.toNanos();
      if (over || reply.ok() || Faults.of(reply).fault() != Fault.BUSY) {
        return reply;
      }
      Duration asked = reply.retryAfter().orElse(ConcurrencyLimit.PAUSE);
      sleeper.pause(asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
    }
  }

  private static Reply reply(CompletableFuture<Reply> coming) {
    try {
      return coming.join();
    } catch (CompletionException e) {
      throw Faults.of(e);
    }
  }

  /**
   * A reply of any status.
   *
   * @throws EngineException where there is none
   */
  Reply get(Endpoint.Target target) {
    return reply(endpoint.get(target, timeout));
  }

  Reply getModels() {
    return get(endpoint.api("/models"));
  }

  /** As {@link #get}. */
  Reply post(Endpoint.Target target, byte[] body) {
    return unlessBusy(() -> endpoint.post(target, body, timeout));
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
    return unlessBusy(() -> endpoint.stream(target, body, timeout, events));
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

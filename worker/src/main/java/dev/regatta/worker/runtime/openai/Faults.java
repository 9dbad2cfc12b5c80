package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Tells from a server's answer, or from what was thrown in its place, which {@link Fault} it is.
 */
final class Faults {
  private static final int MAX_DETAIL = 300;

  /** As vLLM, SGLang, TGI, llama.cpp and its Python binding, Ollama and OpenAI put it. */
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context.?(length|window|size)|maximum.{0,40}tokens|too long|max_total_tokens"
              + "|longer than the model|exceed.{0,40}(tokens|length|context)");

  private Faults() {}

  /** What a status other than 200 means. */
  static EngineException of(Reply reply) {
    String detail = detail(reply);
    Fault fault =
        switch (reply.status()) {
          case 400, 413, 422 -> refused(detail);
          case 401, 403 -> Fault.UNAUTHORIZED;
          case 404 -> Fault.UNKNOWN_MODEL;
          case 408, 504 -> Fault.TIMEOUT;
          case 429, 503 -> Fault.BUSY;
          case 502 -> Fault.UNREACHABLE;
          default -> reply.status() >= 500 ? Fault.SERVER_ERROR : Fault.UNEXPECTED_STATUS;
        };
    return new EngineException(
        fault, "status " + reply.status() + detail, reply.retryAfter(), null);
  }

  private static Fault refused(String detail) {
    return TOO_LONG.matcher(detail.toLowerCase(Locale.ROOT)).find()
        ? Fault.TOO_LONG
        : Fault.REFUSED;
  }

  /** The message of an error in any of the shapes that servers use, after a comma; may be empty. */
  private static String detail(Reply reply) {
    String text = new String(reply.body(), StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      try {
        text = message(Json.MAPPER.readTree(text));
      } catch (JsonProcessingException e) {
        // Then it is shown as it is.
      }
    }
    return text.isEmpty() ? "" : ", " + shortened(text);
  }

  static String message(JsonNode body) {
    JsonNode error = body.has("error") ? body.get("error") : body;
    for (String key : new String[] {"message", "detail", "error"}) {
      if (error.hasNonNull(key)) {
        JsonNode message = error.get(key);
        return message.isTextual() ? message.asText() : message.toString();
      }
    }
    return error.isTextual() ? error.asText() : error.toString();
  }

  static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL) + "...";
  }

  /** What was thrown in place of an answer. */
  static EngineException of(Throwable thrown) {
    Throwable error = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (error instanceof EngineException known) {
      return known;
    }
    return new EngineException(
        fault(error),
        error.getMessage() == null ? error.toString() : error.getMessage(),
        Optional.empty(),
        error);
  }

  private static Fault fault(Throwable error) {
    if (error instanceof JsonProcessingException) {
      return Fault.MALFORMED;
    }
    if (error instanceof ConnectException
        || error instanceof NoRouteToHostException
        || error instanceof UnknownHostException
        || error instanceof UnresolvedAddressException) {
      return Fault.UNREACHABLE;
    }
    if (error instanceof TimeoutException) {
      return Fault.TIMEOUT;
    }
    if (error instanceof CancellationException) {
      return Fault.CLOSED;
    }
    return error instanceof IOException ? Fault.BROKEN_OFF : Fault.MALFORMED;
  }
}

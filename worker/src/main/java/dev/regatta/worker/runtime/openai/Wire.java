package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

/** What of a server's JSON is read. Every component is null where the server leaves it out. */
final class Wire {
  private static final ObjectReader PART = Json.MAPPER.readerFor(Part.class);

  private Wire() {}

  /** An answer of completions or chat, or a part of one in a stream. */
  record Part(List<Choice> choices, Tokens usage, JsonNode error) {}

  /** One of the answers. */
  record Choice(
      Integer index,
      String text,
      Turn message,
      Turn delta,
      Logprobs logprobs,
      @JsonProperty("prompt_logprobs") List<LinkedHashMap<String, PromptToken>> promptLogprobs,
      @JsonProperty("finish_reason") String finishReason,
      @JsonProperty("stop_reason") JsonNode stopReason) {

    /** Text of any of the three kinds of answer; null where there is none. */
    String anyText() {
      Turn turn = message != null ? message : delta;
      return turn == null ? text : turn.content;
    }

    /** Whether a token came, of the answer or of what the model thinks before it. */
    boolean hasText() {
      return isText(anyText()) || delta != null && (isText(delta.reasoning) || isText(delta.older));
    }

    private static boolean isText(String text) {
      return text != null && !text.isEmpty();
    }
  }

  /**
   * A turn of a chat, or what was added to it.
   *
   * @param reasoning what servers that tell thoughts from answers keep out of {@code content}
   * @param older the same, by its former name
   */
  record Turn(String content, String reasoning, @JsonProperty("reasoning_content") String older) {}

  /** Log-probabilities: parallel lists of completions, or the list of a chat. */
  record Logprobs(
      List<String> tokens,
      @JsonProperty("token_logprobs") List<Double> tokenLogprobs,
      List<ChatToken> content) {}

  /** A token of a chat. */
  record ChatToken(String token, Double logprob) {}

  /** A token of a prompt, by vLLM's {@code prompt_logprobs}. */
  record PromptToken(Double logprob, @JsonProperty("decoded_token") String decodedToken) {}

  /** The server's count of tokens. */
  record Tokens(
      @JsonProperty("prompt_tokens") Integer promptTokens,
      @JsonProperty("completion_tokens") Integer completionTokens,
      @JsonProperty("prompt_tokens_details") Details details) {

    int cached() {
      return details == null || details.cachedTokens == null ? 0 : details.cachedTokens;
    }
  }

  /** What the prompt's tokens were. */
  record Details(@JsonProperty("cached_tokens") Integer cachedTokens) {}

  /**
   * The body of a good answer.
   *
   * @throws EngineException where it is none
   */
  static Part read(Reply reply) {
    if (!reply.ok()) {
      throw Faults.of(reply);
    }
    if (!reply.contentType().equals(Reply.JSON)) {
      throw new EngineException(
          Fault.NOT_JSON, "its type is '" + reply.contentType() + "', not '" + Reply.JSON + "'");
    }
    return read(reply.body());
  }

  /** As {@link #read(Reply)}, of one event. */
  static Part read(byte[] json) {
    try {
      Part part = PART.readValue(json);
      if (part == null) {
        throw new EngineException(Fault.MALFORMED, "it is null");
      }
      if (part.error != null && !part.error.isNull()) {
        throw new EngineException(Fault.SERVER_ERROR, Faults.message(part.error));
      }
      return part;
    } catch (IOException e) {
      throw new EngineException(
          Fault.MALFORMED, Faults.shortened(String.valueOf(e.getMessage())), e);
    }
  }
}

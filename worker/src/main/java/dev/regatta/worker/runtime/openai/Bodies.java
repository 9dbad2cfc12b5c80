package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Writes request bodies. Every sampling parameter is sent, also where it has its usual default:
 * servers take other defaults from the model's files ({@code generation_config.json}).
 */
final class Bodies {
  private final String model;

  Bodies(String model) {
    this.model = model;
  }

  /** Writes the fields of a JSON object. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** How to generate. */
  record Generation(Decoding decoding, int answers, long seed, boolean stream, Dialect dialect) {}

  byte[] completion(String prompt, Generation generation) {
    return write(
        json -> {
          json.writeStringField("prompt", prompt);
          if (generation.dialect.logprobs()) {
            json.writeNumberField("logprobs", 1);
          }
          sampling(json, generation);
        });
  }

  byte[] chat(List<Message> messages, Generation generation) {
    return write(
        json -> {
          json.writeArrayFieldStart("messages");
          for (Message message : messages) {
            json.writeStartObject();
            json.writeStringField("role", message.role());
            json.writeStringField("content", message.content());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (generation.dialect.logprobs()) {
            json.writeBooleanField("logprobs", true);
          }
          sampling(json, generation);
        });
  }

  /**
   * The prompt's own log-probabilities come back with it.
   *
   * @param maxTokens 0 or 1; what is generated is not used
   */
  byte[] echo(String prompt, int maxTokens) {
    return write(
        json -> {
          json.writeStringField("prompt", prompt);
          json.writeBooleanField("echo", true);
          json.writeNumberField("logprobs", 1);
          greedy(json, maxTokens);
        });
  }

  /** As {@link #echo}, by vLLM's own parameter. */
  byte[] promptLogprobs(String prompt, int maxTokens) {
    return write(
        json -> {
          json.writeStringField("prompt", prompt);
          json.writeNumberField("prompt_logprobs", 0);
          greedy(json, maxTokens);
        });
  }

  /** As {@link #echo}, for a prompt of token ids. */
  byte[] echo(List<Integer> prompt) {
    return write(
        json -> {
          json.writeArrayFieldStart("prompt");
          for (int token : prompt) {
            json.writeNumber(token);
          }
          json.writeEndArray();
          json.writeBooleanField("echo", true);
          json.writeNumberField("logprobs", 1);
          greedy(json, 1);
        });
  }

  /** The text under every name that servers use: vLLM and SGLang, llama.cpp, TGI. */
  byte[] tokenize(String text, boolean special) {
    return write(
        json -> {
          json.writeStringField("prompt", text);
          json.writeStringField("content", text);
          json.writeStringField("inputs", text);
          json.writeBooleanField("add_special_tokens", special);
          json.writeBooleanField("add_special", special);
        });
  }

  private static void greedy(JsonGenerator json, int maxTokens) throws IOException {
    json.writeNumberField("max_tokens", maxTokens);
    json.writeNumberField("temperature", 0);
    json.writeNumberField("seed", 0);
  }

  private static void sampling(JsonGenerator json, Generation generation) throws IOException {
    Decoding decoding = generation.decoding;
    json.writeNumberField(generation.dialect.maxTokens(), decoding.maxTokens());
    json.writeNumberField("temperature", decoding.temperature());
    json.writeNumberField("top_p", decoding.topP());
    json.writeNumberField("presence_penalty", decoding.presencePenalty());
    json.writeNumberField("frequency_penalty", decoding.frequencyPenalty());
    json.writeNumberField("seed", generation.seed);
    json.writeNumberField("n", generation.answers);
    if (generation.dialect.topK().isPresent()) {
      json.writeNumberField("top_k", generation.dialect.topK().get());
      json.writeNumberField("min_p", 0);
      json.writeNumberField("repetition_penalty", 1);
      json.writeNumberField("repeat_penalty", 1);
    }
    stops(json, decoding.stopSequences(), generation.dialect.strict());
    if (generation.stream) {
      json.writeBooleanField("stream", true);
      json.writeObjectFieldStart("stream_options");
      json.writeBooleanField("include_usage", true);
      json.writeEndObject();
    }
  }

  /** Those that are left out are cut off here, as all are. */
  private static void stops(JsonGenerator json, List<String> stops, boolean strict)
      throws IOException {
    if (stops.isEmpty()) {
      return;
    }
    int count = strict ? Math.min(Dialect.STRICT_STOPS, stops.size()) : stops.size();
    json.writeArrayFieldStart("stop");
    for (String stop : stops.subList(0, count)) {
      json.writeString(stop);
    }
    json.writeEndArray();
  }

  private byte[] write(Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("model", model);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw RegattaException.internal("Cannot write a request as JSON", e);
    }
    return out.toByteArray();
  }
}

package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Message;
import java.util.List;
import java.util.Map;

/**
 * What the model was asked.
 *
 * @param rest further fields: the names of model and deployment, embedding, multimedia
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmRequest(
    String prompt,
    double temperature,
    int numCompletions,
    @JsonProperty("top_k_per_token") int topKPerToken,
    int maxTokens,
    List<String> stopSequences,
    boolean echoPrompt,
    double topP,
    double presencePenalty,
    double frequencyPenalty,
    String random,
    List<Message> messages,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmRequest {
    prompt = prompt == null ? "" : prompt;
    stopSequences = stopSequences == null ? List.of() : stopSequences;
    rest = rest == null ? Map.of() : rest;
  }

  static HelmRequest of(
      String prompt,
      List<Message> messages,
      Decoding decoding,
      boolean echoPrompt,
      Map<String, Object> rest) {
    return new HelmRequest(
        prompt,
        decoding.temperature(),
        decoding.numCompletions(),
        decoding.topKPerToken(),
        decoding.maxTokens(),
        decoding.stopSequences(),
        echoPrompt,
        decoding.topP(),
        decoding.presencePenalty(),
        decoding.frequencyPenalty(),
        decoding.random(),
        messages,
        rest);
  }

  Decoding decoding() {
    return new Decoding(
        temperature,
        topP,
        maxTokens,
        stopSequences,
        numCompletions,
        topKPerToken,
        presencePenalty,
        frequencyPenalty,
        random);
  }
}

package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * One answer.
 *
 * @param finishReason null where the client did not tell
 * @param rest further fields: thinking, multimedia content
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmCompletion(
    String text,
    double logprob,
    List<HelmToken> tokens,
    Finish finishReason,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  /** Why it ended. */
  record Finish(String reason, @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

    Finish {
      rest = rest == null ? Map.of() : rest;
    }
  }

  HelmCompletion {
    text = text == null ? "" : text;
    tokens = tokens == null ? List.of() : tokens;
    rest = rest == null ? Map.of() : rest;
  }

  /** Whether a row of the store holds all of it. */
  boolean plain() {
    return rest.isEmpty()
        && tokens.stream().allMatch(token -> token.rest().isEmpty())
        && (finishReason == null
            || finishReason.rest().isEmpty() && !UNKNOWN.equals(finishReason.reason()));
  }

  /** The reason that stands for none in the store. */
  static final String UNKNOWN = "unknown";

  String reason() {
    return finishReason == null || finishReason.reason() == null ? UNKNOWN : finishReason.reason();
  }
}

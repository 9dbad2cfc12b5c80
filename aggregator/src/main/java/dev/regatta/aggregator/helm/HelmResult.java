package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * What the model answered.
 *
 * @param requestTime seconds; null where unknown
 * @param requestDatetime seconds since the epoch; null where unknown
 * @param rest further fields: success, cached, embedding, errors
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmResult(
    List<HelmCompletion> completions,
    Double requestTime,
    Long requestDatetime,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmResult {
    completions = completions == null ? List.of() : completions;
    rest = rest == null ? Map.of() : rest;
  }

  /** Of a scored continuation, what has all of the prompt: the last, where it is kept. */
  HelmResult echo() {
    return completions.size() < 2
        ? this
        : new HelmResult(
            List.of(completions.get(completions.size() - 1)), requestTime, requestDatetime, rest);
  }
}

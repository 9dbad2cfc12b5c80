package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;

/**
 * A request with its answer: an element of {@code scenario_state.json}.
 *
 * @param rest further fields: conditioning tokens, annotations
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmRequestState(
    HelmInstance instance,
    Integer referenceIndex,
    String requestMode,
    int trainTrialIndex,
    Map<String, String> outputMapping,
    HelmRequest request,
    HelmResult result,
    int numTrainInstances,
    boolean promptTruncated,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmRequestState {
    rest = rest == null ? Map.of() : rest;
  }

  /** Whether the end of the echoed prompt is a reference whose likelihood counts. */
  boolean scoresReference() {
    return request.echoPrompt() && referenceIndex != null;
  }
}

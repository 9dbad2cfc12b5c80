package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.List;
import java.util.Map;

/** A possible answer; correct where its tags say so. */
record HelmReference(
    HelmOutput output, List<String> tags, @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmReference {
    output = output == null ? new HelmOutput("", null) : output;
    tags = tags == null ? List.of() : tags;
    rest = rest == null ? Map.of() : rest;
  }

  boolean correct() {
    return tags.contains("correct");
  }

  /** Whether text and tags are all there is. */
  boolean plain() {
    return rest.isEmpty() && output.rest().isEmpty();
  }
}

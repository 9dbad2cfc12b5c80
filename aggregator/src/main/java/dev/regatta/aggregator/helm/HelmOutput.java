package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Map;

/**
 * The content of a reference.
 *
 * @param rest further fields: multimedia content
 */
record HelmOutput(String text, @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmOutput {
    text = text == null ? "" : text;
    rest = rest == null ? Map.of() : rest;
  }
}

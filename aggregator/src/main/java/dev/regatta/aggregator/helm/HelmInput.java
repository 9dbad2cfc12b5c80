package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Map;

/**
 * What an instance asks.
 *
 * @param rest further fields: messages, multimedia content
 */
record HelmInput(String text, @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmInput {
    text = text == null ? "" : text;
    rest = rest == null ? Map.of() : rest;
  }
}

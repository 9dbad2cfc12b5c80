package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Map;

/** A token; {@code rest} holds the alternatives that older files have. */
record HelmToken(
    String text, double logprob, @JsonAnySetter @JsonAnyGetter Map<String, Object> rest) {

  HelmToken {
    text = text == null ? "" : text;
    rest = rest == null ? Map.of() : rest;
  }
}

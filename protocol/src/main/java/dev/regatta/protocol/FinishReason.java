package dev.regatta.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why an answer ended; names as in HELM. */
public enum FinishReason {
  @JsonProperty("length")
  LENGTH,
  @JsonProperty("stop")
  STOP,
  @JsonProperty("endoftext")
  ENDOFTEXT,
  @JsonProperty("unknown")
  UNKNOWN
}

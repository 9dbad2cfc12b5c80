package dev.regatta.worker.runtime.openai;

import java.time.Duration;
import java.util.Optional;

/**
 * A server's answer to one HTTP request.
 *
 * @param contentType without parameters, lower case; empty where there is none
 * @param body empty where the answer was a stream of events: those went to their consumer
 */
record Reply(int status, String contentType, Optional<Duration> retryAfter, byte[] body) {
  static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream";

  boolean ok() {
    return status == 200;
  }
}

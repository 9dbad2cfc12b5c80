package dev.regatta.worker.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Configurations that differ from another one in one thing. */
final class ChangedConfig {
  private ChangedConfig() {}

  static LaneConfig withDrain(LaneConfig c, Duration drainTimeout) {
    return change(c, c.maxAttempts(), c.answerTimeout(), drainTimeout, c.kafka());
  }

  static LaneConfig withAnswerTimeout(LaneConfig c, Duration answerTimeout) {
    return change(c, c.maxAttempts(), answerTimeout, c.drainTimeout(), c.kafka());
  }

  static LaneConfig withMaxAttempts(LaneConfig c, int maxAttempts) {
    return change(c, maxAttempts, c.answerTimeout(), c.drainTimeout(), c.kafka());
  }

  /** Takes all of what a producer has sent together, as users may ask for. */
  static LaneConfig withWholeBatches(LaneConfig c) {
    return withKafka(c, "share.acquire.mode", "batch_optimized");
  }

  static LaneConfig withKafka(LaneConfig c, String property, String value) {
    Map<String, String> kafka = new HashMap<>(c.kafka());
    kafka.put(property, value);
    return change(c, c.maxAttempts(), c.answerTimeout(), c.drainTimeout(), kafka);
  }

  /** As many lanes and as large a batch as the engine's slots ask for. */
  static LaneConfig fittedToSlots(LaneConfig c) {
    return new LaneConfig(
        c.bootstrapServers(),
        c.model(),
        c.workerId(),
        0,
        0,
        c.maxAttempts(),
        c.retryBackoff(),
        c.answerTimeout(),
        c.drainTimeout(),
        c.kafka());
  }

  private static LaneConfig change(
      LaneConfig c,
      int maxAttempts,
      Duration answerTimeout,
      Duration drainTimeout,
      Map<String, String> kafka) {
    return new LaneConfig(
        c.bootstrapServers(),
        c.model(),
        c.workerId(),
        c.lanes(),
        c.batch(),
        maxAttempts,
        c.retryBackoff(),
        answerTimeout,
        drainTimeout,
        kafka);
  }
}

package dev.regatta.worker;

import dev.regatta.protocol.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every setting of a worker, with its default, bounds and meaning. */
public enum WorkerSetting {
  BOOTSTRAP(null, "address of Kafka, host:port"),
  MODEL(null, "name of the model whose queue is worked"),
  RUNTIME(null, "engine that answers: " + String.join(", ", Runtimes.NAMES)),
  WORKER_ID("worker-" + ProcessHandle.current().pid(), "name of this worker in every completion"),
  LANES(4, 1, 64, "share consumers that take requests side by side"),
  BATCH(0, 0, 500, "requests a lane takes at once; 0 fits it to the engine's slots"),
  MAX_ATTEMPTS(5, 1, 8, "deliveries of a failing request before it is quarantined"),
  RETRY_BACKOFF_MS(
      200, 0, 60_000, "wait before a failed request is given back; four times as long each time"),
  DRAIN_SECONDS(30, 0, 3600, "how long a stopping worker waits for requests in flight");

  private final String defaultValue;
  private final boolean number;
  private final int min;
  private final int max;
  private final String description;

  WorkerSetting(String defaultValue, String description) {
    this(defaultValue, false, 0, 0, description);
  }

  WorkerSetting(int defaultValue, int min, int max, String description) {
    this(Integer.toString(defaultValue), true, min, max, description);
  }

  WorkerSetting(String defaultValue, boolean number, int min, int max, String description) {
    this.defaultValue = defaultValue;
    this.number = number;
    this.min = min;
    this.max = max;
    this.description = description;
  }

  /** Its name in configuration and, after {@code --}, on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty where the setting must be given. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  public String description() {
    return number ? description + " (" + min + " to " + max + ")" : description;
  }

  String text(Map<String, String> settings) {
    return settings.getOrDefault(key(), defaultValue);
  }

  int number(Map<String, String> settings) {
    return Integer.parseInt(text(settings));
  }

  /** Adds a sentence for every unknown key, missing setting and bad value. */
  static void check(Map<String, String> settings, List<String> problems) {
    List<String> keys = Arrays.stream(values()).map(WorkerSetting::key).toList();
    for (String key : settings.keySet()) {
      if (!keys.contains(key)) {
        problems.add("unknown setting '" + key + "'" + Suggestion.among(key, keys));
      }
    }
    for (WorkerSetting setting : values()) {
      setting.problem(setting.text(settings)).ifPresent(problems::add);
    }
  }

  private Optional<String> problem(String value) {
    if (value == null || value.isBlank()) {
      return Optional.of(key() + " is missing: " + description);
    }
    if (!number) {
      return Optional.empty();
    }
    try {
      int parsed = Integer.parseInt(value);
      if (parsed >= min && parsed <= max) {
        return Optional.empty();
      }
    } catch (NumberFormatException e) {
      // The message below says what was expected.
    }
    return Optional.of(
        key() + ": " + value + " (expected: a whole number from " + min + " to " + max + ")");
  }
}

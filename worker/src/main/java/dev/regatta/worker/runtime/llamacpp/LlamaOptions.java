package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the llama.cpp engine.
 *
 * @param threads {@code threads}: processor threads of this engine; default: the processors of the
 *     machine (share them out where several engines run on one)
 * @param context {@code context}: tokens that all requests in flight and all kept prefixes have
 *     room for together; default the window, times the slots
 * @param window {@code window}: most tokens of a prompt and its answer; default: what the model was
 *     trained for, at most 4096
 * @param slots {@code slots}: sequences decoded at once; default 1. With 1 slot and no prefixes
 *     besides, every token lies at its own position in the cache and answers are the same bits in
 *     any order and company. More slots are faster where weights are read more slowly than they are
 *     computed with, and change log-probabilities by rounding
 * @param prefixes {@code prefixes}: prefixes kept besides those in the slots; default 0
 * @param batch {@code batch}: most tokens of one forward pass; default 512
 * @param seed {@code seed}: mixed into the seed of every sampled answer; default 0
 * @param gpuLayers {@code gpu_layers}: layers put on a GPU, for libraries that can; default 0
 * @param library {@code library}: directory of a llama.cpp library to use instead of the bundled
 *     one
 * @param date {@code date}: the day that chat templates see; default 2024-07-26. Fixed, so that
 *     equal requests have equal prompts on any day
 */
public record LlamaOptions(
    int threads,
    Optional<Integer> context,
    Optional<Integer> window,
    int slots,
    int prefixes,
    int batch,
    long seed,
    int gpuLayers,
    Optional<Path> library,
    LocalDate date) {

  private static final List<String> KEYS =
      List.of(
          "threads",
          "context",
          "window",
          "slots",
          "prefixes",
          "batch",
          "seed",
          "gpu_layers",
          "library",
          "date");

  /** All defaults. */
  public static LlamaOptions defaults() {
    return of(Map.of());
  }

  /**
   * Reads options by the names above.
   *
   * @throws RegattaException (USER) for an unknown key or a value out of bounds
   */
  public static LlamaOptions of(Map<String, String> options) {
    options.keySet().forEach(LlamaOptions::requireKnown);
    return new LlamaOptions(
        (int) number(options, "threads", Runtime.getRuntime().availableProcessors(), 1, 1024),
        Optional.ofNullable(options.get("context"))
            .map(v -> (int) number(options, "context", 0, 16, 1 << 24)),
        Optional.ofNullable(options.get("window"))
            .map(v -> (int) number(options, "window", 0, 2, 1 << 24)),
        (int) number(options, "slots", 1, 1, 256),
        (int) number(options, "prefixes", 0, 0, 256),
        (int) number(options, "batch", 512, 1, 8192),
        number(options, "seed", 0, Long.MIN_VALUE, Long.MAX_VALUE),
        (int) number(options, "gpu_layers", 0, 0, 10_000),
        Optional.ofNullable(options.get("library")).map(Path::of),
        date(options.getOrDefault("date", "2024-07-26")));
  }

  private static void requireKnown(String key) {
    if (!KEYS.contains(key)) {
      throw RegattaException.user(
          "Unknown llamacpp option '" + key + "'" + Suggestion.among(key, KEYS));
    }
  }

  private static long number(
      Map<String, String> options, String key, long byDefault, long min, long max) {
    String value = options.get(key);
    if (value == null) {
      return byDefault;
    }
    try {
      long number = Long.parseLong(value.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for both.
    }
    throw RegattaException.user(
        "llamacpp option '%s': '%s' is not a whole number from %d to %d"
            .formatted(key, value, min, max));
  }

  private static LocalDate date(String value) {
    try {
      return LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw RegattaException.user(
          "llamacpp option 'date': '%s' is not a date such as 2024-07-26".formatted(value));
    }
  }
}

package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.runtime.OptionReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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

  private static final LocalDate DATE = LocalDate.of(2024, 7, 26);

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
   * @throws RegattaException USER, one message with every problem
   */
  public static LlamaOptions of(Map<String, String> options) {
    OptionReader reader = new OptionReader(LlamaRuntime.NAME, options, KEYS);
    LlamaOptions read =
        new LlamaOptions(
            reader
                .count("threads", 1, 1024)
                .orElseGet(() -> Runtime.getRuntime().availableProcessors()),
            boxed(reader.count("context", 16, 1 << 24)),
            boxed(reader.count("window", 2, 1 << 24)),
            reader.count("slots", 1, 256).orElse(1),
            reader.count("prefixes", 0, 256).orElse(0),
            reader.count("batch", 1, 8192).orElse(512),
            reader.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0),
            reader.count("gpu_layers", 0, 10_000).orElse(0),
            reader.text("library").map(Path::of),
            reader
                .read("date", text -> Optional.of(LocalDate.parse(text)), "a date such as " + DATE)
                .orElse(DATE));
    reader.throwProblems();
    return read;
  }

  private static Optional<Integer> boxed(OptionalInt value) {
    return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
  }
}

package dev.regatta.worker.runtime;

import dev.regatta.protocol.RequestKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an engine is and can do.
 *
 * @param runtime {@code llamacpp}, {@code openai}, {@code simulated}
 * @param version of the engine, as completions show it
 * @param revision SHA-256 of the model file, or what stands for it
 * @param slots requests that are worth having in flight at once
 * @param window most tokens of prompt and answer together; {@link Integer#MAX_VALUE} where unknown
 * @param kinds kinds of requests it can answer; others are refused, never guessed
 * @param refused why it cannot answer the other kinds, where that is known
 * @param simulated true where answers are not a model's
 */
public record RuntimeInfo(
    String runtime,
    String version,
    String revision,
    int slots,
    int window,
    Set<RequestKind> kinds,
    Map<RequestKind, String> refused,
    boolean simulated) {

  /** An engine of whose other kinds nothing is known but that it cannot answer them. */
  public RuntimeInfo(
      String runtime,
      String version,
      String revision,
      int slots,
      int window,
      Set<RequestKind> kinds,
      boolean simulated) {
    this(runtime, version, revision, slots, window, kinds, Map.of(), simulated);
  }

  /** The window for whoever is told of it; empty where unknown. */
  public Optional<Integer> knownWindow() {
    return window == Integer.MAX_VALUE ? Optional.empty() : Optional.of(window);
  }
}

package dev.regatta.worker.runtime;

import dev.regatta.protocol.RequestKind;
import java.util.Set;

/**
 * What an engine is and can do.
 *
 * @param runtime {@code llamacpp}, {@code simulated}
 * @param revision SHA-256 of the model file, or what stands for it
 * @param slots requests that are worth having in flight at once
 * @param window most tokens of prompt and answer together
 * @param kinds kinds of requests it can answer; others are refused, never guessed
 * @param simulated true where answers are not a model's
 */
public record RuntimeInfo(
    String runtime,
    String version,
    String revision,
    int slots,
    int window,
    Set<RequestKind> kinds,
    boolean simulated) {}

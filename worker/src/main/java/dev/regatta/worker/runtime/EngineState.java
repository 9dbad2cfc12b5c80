package dev.regatta.worker.runtime;

import java.util.Optional;

/**
 * How an engine is at present.
 *
 * @param concurrency requests it allows in flight
 * @param waitingFor what has to come back before it can answer; empty while it can
 */
public record EngineState(int concurrency, Optional<String> waitingFor) {}

package dev.regatta.protocol;

import java.util.List;
import java.util.Map;

/**
 * What a worker says of itself.
 *
 * @param runtime {@code llamacpp}, {@code openai}, {@code simulated}
 * @param revision SHA-256 of the model file, or the server's revision
 * @param slots requests that are worth having in flight at once
 * @param window most tokens of prompt and answer together; null where unknown
 * @param kinds kinds of requests that it answers
 * @param refused what it was found unable to do, and why
 * @param concurrency requests it allows in flight at present
 * @param inFlight requests it has at present
 * @param answered since its start, as are the following
 * @param released given back to the queue, to be tried again
 * @param discarded dropped without an answer, because their sweep was paused or cancelled
 * @param simulated true where its answers are not a model's
 */
public record WorkerDetails(
    String model,
    String runtime,
    String runtimeVersion,
    String revision,
    int slots,
    Integer window,
    List<RequestKind> kinds,
    Map<String, String> refused,
    int concurrency,
    int inFlight,
    long answered,
    long quarantined,
    long released,
    long discarded,
    boolean simulated) {

  public WorkerDetails {
    kinds = kinds == null ? List.of() : List.copyOf(kinds);
    refused = refused == null ? Map.of() : Map.copyOf(refused);
  }
}

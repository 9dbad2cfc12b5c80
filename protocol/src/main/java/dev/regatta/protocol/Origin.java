package dev.regatta.protocol;

/**
 * Who answered.
 *
 * @param worker id of the worker process
 * @param attempt delivery count of the request, from 1
 * @param modelRevision hash of the model file, or the server's revision
 * @param simulated true where the numbers are those of the simulated runtime
 */
public record Origin(
    String worker,
    int attempt,
    String modelRevision,
    String runtime,
    String runtimeVersion,
    boolean simulated) {}

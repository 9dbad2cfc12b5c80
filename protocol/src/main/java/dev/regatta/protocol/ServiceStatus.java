package dev.regatta.protocol;

import java.time.Duration;

/**
 * A service's word on itself, under its id on {@link Topics#SERVICES}: published every few seconds
 * and on every change, removed when it leaves. Exactly one of the three details is there, that of
 * its kind.
 *
 * @param id unique in the cluster; for workers the name in every completion
 * @param protocol its {@link ProtocolVersion}
 * @param release version of Regatta
 * @param host where it runs
 * @param pid of its process there
 * @param startedAtMillis since the Unix epoch
 * @param updatedAtMillis when this was written
 * @param message what it waits for, or what the user should know; null where there is nothing
 */
public record ServiceStatus(
    String id,
    ServiceKind kind,
    int protocol,
    String release,
    String host,
    long pid,
    ServiceState state,
    long startedAtMillis,
    long updatedAtMillis,
    String message,
    WorkerDetails worker,
    AggregatorDetails aggregator,
    CoordinatorDetails coordinator) {

  /** Without a word for this long, a service counts as lost. */
  public static final Duration LOST_AFTER = Duration.ofSeconds(30);
}

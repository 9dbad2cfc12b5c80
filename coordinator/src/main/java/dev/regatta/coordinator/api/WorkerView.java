package dev.regatta.coordinator.api;

import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import dev.regatta.service.registry.ServiceRegistry.Member;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A worker as the API shows it; counts are since its start.
 *
 * @param lost true where it has not been heard of for half a minute
 * @param updatedAt ISO 8601
 * @param message what it waits for; absent where there is nothing
 * @param window tokens; absent where unknown
 * @param refused what it cannot do, and why
 */
public record WorkerView(
    String id,
    String model,
    ServiceState state,
    boolean lost,
    String message,
    String host,
    long pid,
    String release,
    String updatedAt,
    String runtime,
    String runtimeVersion,
    String revision,
    boolean simulated,
    int slots,
    Integer window,
    List<RequestKind> kinds,
    Map<String, String> refused,
    int concurrency,
    int inFlight,
    long answered,
    long quarantined,
    long released,
    long discarded) {

  static WorkerView of(Member member) {
    ServiceStatus status = member.status();
    WorkerDetails worker = status.worker();
    return new WorkerView(
        status.id(),
        worker.model(),
        status.state(),
        member.lost(),
        status.message(),
        status.host(),
        status.pid(),
        status.release(),
        Instant.ofEpochMilli(status.updatedAtMillis()).toString(),
        worker.runtime(),
        worker.runtimeVersion(),
        worker.revision(),
        worker.simulated(),
        worker.slots(),
        worker.window(),
        worker.kinds(),
        worker.refused(),
        worker.concurrency(),
        worker.inFlight(),
        worker.answered(),
        worker.quarantined(),
        worker.released(),
        worker.discarded());
  }
}

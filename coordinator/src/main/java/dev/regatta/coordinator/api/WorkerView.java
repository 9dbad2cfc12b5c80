package dev.regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import dev.regatta.service.registry.ServiceRegistry.Member;
import java.time.Instant;

/**
 * A worker as the API shows it.
 *
 * @param lost true where it has not been heard of for half a minute
 * @param updatedAt ISO 8601
 * @param message what it waits for; absent where there is nothing
 * @param details beside the others in the JSON
 */
public record WorkerView(
    String id,
    ServiceState state,
    boolean lost,
    String message,
    String host,
    long pid,
    String release,
    String updatedAt,
    @JsonUnwrapped WorkerDetails details) {

  static WorkerView of(Member member) {
    ServiceStatus status = member.status();
    return new WorkerView(
        status.id(),
        status.state(),
        member.lost(),
        status.message(),
        status.host(),
        status.pid(),
        status.release(),
        Instant.ofEpochMilli(status.updatedAtMillis()).toString(),
        status.worker());
  }
}

package dev.regatta.service.registry;

import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.TopicFollower;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is in the cluster, as the services themselves say on {@link Topics#SERVICES}. One that has
 * said nothing for an hour is forgotten, as the topic forgets it.
 */
public final class ServiceRegistry implements AutoCloseable {
  private final Clock clock;
  private final Map<String, ServiceStatus> services = new ConcurrentHashMap<>();
  private TopicFollower follower;

  /**
   * A service and what is known of it.
   *
   * @param lost true where it has said nothing for {@link ServiceStatus#LOST_AFTER}
   */
  public record Member(ServiceStatus status, boolean lost) {}

  private ServiceRegistry(Clock clock) {
    this.clock = clock;
  }

  /**
   * Starts to follow the topic, which must exist, and returns when everything that was there is
   * known.
   *
   * @param kafka properties of the client
   * @throws RegattaException RESOURCE where Kafka does not answer
   */
  public static ServiceRegistry follow(Map<String, Object> kafka, Clock clock) {
    ServiceRegistry registry = new ServiceRegistry(clock);
    registry.follower = TopicFollower.start(Topics.SERVICES, kafka, registry::record);
    return registry;
  }

  /** Every service that has not left, sorted by kind and id: a snapshot. */
  public List<Member> members() {
    Instant now = clock.instant();
    long forgotten = now.minus(ClusterTopics.STATUSES_KEPT).toEpochMilli();
    services.values().removeIf(status -> status.updatedAtMillis() < forgotten);
    return services.values().stream()
        .sorted(Comparator.comparing(ServiceStatus::kind).thenComparing(ServiceStatus::id))
        .map(status -> new Member(status, status.lost(now)))
        .toList();
  }

  /** The services of a kind that are not lost. */
  public List<ServiceStatus> present(ServiceKind kind) {
    return members().stream()
        .filter(member -> !member.lost() && member.status().kind() == kind)
        .map(Member::status)
        .toList();
  }

  /**
   * Completes when nothing more is heard: by {@link #close}, or with an error where Kafka refuses
   * the client.
   */
  public CompletionStage<Void> termination() {
    return follower.termination();
  }

  private void record(String id, byte[] value) {
    if (value == null) {
      services.remove(id);
    } else {
      services.put(id, Json.read(value, ServiceStatus.class));
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}

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
  private final Map<String, Heard> services = new ConcurrentHashMap<>();
  private TopicFollower follower;
  private volatile boolean live;

  /**
   * A word of a service.
   *
   * @param millis when it came, by the clock of this process, for that of the service may be wrong;
   *     of what was said before this process listened, when it was said, and not in the future
   */
  private record Heard(ServiceStatus status, long millis) {}

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
    registry.live = true;
    return registry;
  }

  /** Every service that has not left, sorted by kind and id: a snapshot. */
  public List<Member> members() {
    Instant now = clock.instant();
    long forgotten = now.minus(ClusterTopics.STATUSES_KEPT).toEpochMilli();
    long lost = now.minus(ServiceStatus.LOST_AFTER).toEpochMilli();
    services.values().removeIf(heard -> heard.millis() < forgotten);
    return services.values().stream()
        .map(heard -> new Member(heard.status(), heard.millis() < lost))
        .sorted(
            Comparator.comparing((Member member) -> member.status().kind())
                .thenComparing(member -> member.status().id()))
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
      ServiceStatus status = Json.read(value, ServiceStatus.class);
      long now = clock.millis();
      services.put(id, new Heard(status, live ? now : Math.min(now, status.updatedAtMillis())));
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}

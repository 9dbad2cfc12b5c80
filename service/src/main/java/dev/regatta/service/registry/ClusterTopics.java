package dev.regatta.service.registry;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.TopicAdmin;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The two topics by which services know of each other. Whoever comes first creates them. */
public final class ClusterTopics {
  /** What is older is of a service that died without a goodbye. */
  static final Duration STATUSES_KEPT = Duration.ofHours(1);

  private ClusterTopics() {}

  /**
   * Creates them where they are not there yet.
   *
   * @param kafka properties of the client
   * @param replication copies of each partition; 0 for the cluster's default
   * @throws RegattaException RESOURCE where Kafka refuses or does not answer
   */
  public static void ensure(Map<String, Object> kafka, int replication) {
    try (Admin admin = Admin.create(kafka)) {
      ensure(new TopicAdmin(admin, replication));
    }
  }

  public static void ensure(TopicAdmin topics) {
    topics.ensure(
        Topics.CONTROL,
        1,
        Map.of(
            "cleanup.policy", "compact",
            "min.cleanable.dirty.ratio", "0.1",
            "segment.ms", millis(Duration.ofHours(1))));
    // Every service writes every few seconds: whoever starts must not read a gigabyte of it.
    topics.ensure(
        Topics.SERVICES,
        1,
        Map.of(
            "cleanup.policy", "compact,delete",
            "retention.ms", millis(STATUSES_KEPT),
            "min.cleanable.dirty.ratio", "0.1",
            "segment.bytes", Integer.toString(4 << 20),
            "segment.ms", millis(Duration.ofMinutes(10))));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}

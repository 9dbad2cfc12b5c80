package dev.regatta.service.kafka;

import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How topics are created; those that exist stay as they are.
 *
 * @param replication copies of each partition; 0 for the cluster's default
 * @param completionsRetention how long completions are kept; the sink must land them before
 * @param requestsRetention how long requests are kept; empty for ever
 */
public record TopicSettings(
    int replication, Duration completionsRetention, Optional<Duration> requestsRetention) {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEAR = Duration.ofDays(365);

  public static final Setting<Integer> REPLICATION =
      Setting.integer(
              "topics.replication",
              0,
              100,
              "Copies of each partition of the topics it creates; 0 for the cluster's default")
          .withDefault(0);

  public static final Setting<Duration> COMPLETIONS_RETENTION =
      Setting.duration(
              "topics.completions-retention",
              HOUR,
              YEAR,
              "How long Kafka keeps completions; the aggregator must have landed them before")
          .withDefault(Duration.ofDays(14));

  public static final Setting<Optional<Duration>> REQUESTS_RETENTION =
      Setting.duration(
              "topics.requests-retention",
              HOUR,
              YEAR,
              "How long Kafka keeps requests; for ever where not given")
          .optional();

  /** For the service that creates all topics; the others need {@link #REPLICATION} only. */
  public static final List<Setting<?>> ALL =
      List.of(REPLICATION, COMPLETIONS_RETENTION, REQUESTS_RETENTION);

  public static final TopicSettings DEFAULTS =
      new TopicSettings(0, Duration.ofDays(14), Optional.empty());

  public static TopicSettings of(Settings settings) {
    return new TopicSettings(
        settings.get(REPLICATION),
        settings.get(COMPLETIONS_RETENTION),
        settings.get(REQUESTS_RETENTION));
  }
}

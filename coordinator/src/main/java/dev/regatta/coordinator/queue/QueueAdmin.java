package dev.regatta.coordinator.queue;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.TopicAdmin;
import dev.regatta.service.kafka.TopicSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates and removes what a sweep needs on Kafka: a topic and a share group per model, and the
 * topic of completions. Every method may be repeated.
 *
 * <p>All methods throw {@link RegattaException} of category RESOURCE where Kafka refuses; USER
 * where it refuses the name of a queue.
 */
public final class QueueAdmin {
  /**
   * Deliveries of a request before the broker drops it. A worker quarantines a request well before
   * that, with its reason, so that none is dropped silently.
   */
  public static final int DELIVERY_LIMIT = 10;

  /** For how long a worker has a request before the queue gives it to another. */
  public static final Duration DEFAULT_LOCK = Duration.ofSeconds(30);

  private static final String MAX_MESSAGE_BYTES = Integer.toString(16 << 20);
  private static final long FOR_EVER = -1;
  private static final String WARM_UP_GROUP = "regatta.warm-up";

  private final Admin admin;
  private final TopicAdmin topics;
  private final TopicSettings settings;
  private final Duration lock;

  public QueueAdmin(Admin admin) {
    this(admin, TopicSettings.DEFAULTS, DEFAULT_LOCK);
  }

  /**
   * @param settings how topics are created
   * @param lock within the broker's bounds, by default 15 to 60 s; workers renew it while a request
   *     is in work
   */
  public QueueAdmin(Admin admin, TopicSettings settings, Duration lock) {
    this.admin = admin;
    this.topics = new TopicAdmin(admin, settings.replication());
    this.settings = settings;
    this.lock = lock;
  }

  /**
   * Creates the queue of a model; an existing one keeps its requests and partitions.
   *
   * @param partitions fewer than the model's lanes over all workers, so that each has several
   *     readers and one that hangs holds nothing up
   */
  public void ensureQueue(String model, int partitions) {
    String group = Topics.workers(model);
    // Set before the first worker joins: a group without it starts at the end of the topic.
    configureGroup(group);
    try {
      createTopic(Topics.requests(model), partitions, settings.requestsRetention());
    } catch (RegattaException e) {
      throw e.getCause() instanceof InvalidTopicException ? collision(model, e) : e;
    }
  }

  /** Kafka names the other queue. Waiting does not help: this is no outage. */
  private static RegattaException collision(String model, RegattaException refusal) {
    return new RegattaException(
        ErrorCategory.USER,
        "Kafka refuses a queue for the model "
            + model
            + " (expected: a name that differs from others in more than '.' and '_'): "
            + refusal.getCause().getMessage(),
        refusal);
  }

  /** Creates the topic of completions. */
  public void ensureCompletions(int partitions) {
    createTopic(Topics.COMPLETIONS, partitions, Optional.of(settings.completionsRetention()));
  }

  /** Removes a model's queue with everything in it. Its workers must have left. */
  public void deleteQueue(String model) {
    TopicAdmin.await(
        "delete share group " + Topics.workers(model),
        admin.deleteShareGroups(List.of(Topics.workers(model))).all(),
        GroupIdNotFoundException.class);
    String topic = Topics.requests(model);
    TopicAdmin.await(
        "delete topic " + topic,
        admin.deleteTopics(List.of(topic)).all(),
        UnknownTopicOrPartitionException.class);
  }

  /**
   * Makes the cluster create its topic of share group state, which otherwise the first worker ever
   * waits for, some seconds. Call after {@link #ensureCompletions}; returns at once.
   *
   * @return done when share groups start without delay; a failure only costs that delay
   */
  public CompletableFuture<Void> warmUp() {
    return TopicAdmin.whenKnown(this::initialiseState);
  }

  private KafkaFuture<?> initialiseState() {
    Map<TopicPartition, Long> start = Map.of(new TopicPartition(Topics.COMPLETIONS, 0), 0L);
    return admin.alterShareGroupOffsets(WARM_UP_GROUP, start).all();
  }

  private void configureGroup(String group) {
    Map<String, String> settings =
        Map.of(
            "share.auto.offset.reset", "earliest",
            "share.record.lock.duration.ms", Long.toString(lock.toMillis()),
            "share.delivery.count.limit", Integer.toString(DELIVERY_LIMIT));
    Collection<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(e -> new ConfigEntry(e.getKey(), e.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    TopicAdmin.await(
        "configure share group " + group,
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all(),
        null);
  }

  private void createTopic(String name, int partitions, Optional<Duration> retention) {
    topics.ensure(
        name,
        partitions,
        Map.of(
            "retention.ms",
            retention.map(Duration::toMillis).orElse(FOR_EVER).toString(),
            "max.message.bytes",
            MAX_MESSAGE_BYTES));
  }
}

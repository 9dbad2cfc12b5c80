package dev.regatta.coordinator.queue;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates and removes what a sweep needs on Kafka: a topic and a share group per model, and the
 * topic of completions. Every method may be repeated.
 *
 * <p>All methods throw {@link RegattaException} of category RESOURCE where Kafka refuses.
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
  private static final int ATTEMPTS = 50;
  private static final String WARM_UP_GROUP = "regatta.warm-up";

  private final Admin admin;
  private final Duration lock;

  public QueueAdmin(Admin admin) {
    this(admin, DEFAULT_LOCK);
  }

  /**
   * @param lock within the broker's bounds, by default 15 to 60 s; workers renew it while a request
   *     is in work
   */
  public QueueAdmin(Admin admin, Duration lock) {
    this.admin = admin;
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
    createTopic(Topics.requests(model), partitions, Duration.ofMillis(-1));
  }

  /** Creates the topic of completions. */
  public void ensureCompletions(int partitions) {
    createTopic(Topics.COMPLETIONS, partitions, Duration.ofDays(14));
  }

  /** Removes a model's queue with everything in it. Its workers must have left. */
  public void deleteQueue(String model) {
    await(
        "delete share group " + Topics.workers(model),
        admin.deleteShareGroups(List.of(Topics.workers(model))).all(),
        GroupIdNotFoundException.class);
    String topic = Topics.requests(model);
    await(
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
    return whenKnown(this::initialiseState, ATTEMPTS);
  }

  /** A topic just created is unknown to brokers for a moment: tries again while it is. */
  private static CompletableFuture<Void> whenKnown(Supplier<KafkaFuture<?>> action, int attempts) {
    Executor later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    return action
        .get()
        .toCompletionStage()
        .toCompletableFuture()
        .handle((done, error) -> error)
        .thenCompose(
            error -> {
              if (error == null) {
                return CompletableFuture.<Void>completedFuture(null);
              }
              return attempts <= 1
                  ? CompletableFuture.<Void>failedFuture(error)
                  : CompletableFuture.runAsync(() -> {}, later)
                      .thenCompose(waited -> whenKnown(action, attempts - 1));
            });
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
    await(
        "configure share group " + group,
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all(),
        null);
  }

  private void createTopic(String name, int partitions, Duration retention) {
    long retentionMs = retention.isNegative() ? -1 : retention.toMillis();
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty())
            .configs(
                Map.of(
                    "retention.ms",
                    Long.toString(retentionMs),
                    "max.message.bytes",
                    MAX_MESSAGE_BYTES));
    boolean created =
        await(
            "create topic " + name,
            admin.createTopics(List.of(topic)).all(),
            TopicExistsException.class);
    if (created) {
      awaitLeaders(name, partitions);
    }
  }

  /**
   * Asks every partition's leader for an offset until it answers. Without, an idempotent producer
   * that writes at once may see its first batch refused and the second accepted, and then waits for
   * its delivery timeout because of the order.
   */
  private void awaitLeaders(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, partitions)
            .mapToObj(i -> new TopicPartition(topic, i))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    await(
        "reach the leaders of topic " + topic,
        whenKnown(() -> admin.listOffsets(latest).all(), ATTEMPTS),
        null);
  }

  /** False where it failed as is fine. */
  private static boolean await(
      String what, Future<?> result, Class<? extends RuntimeException> fine) {
    try {
      result.get();
      return true;
    } catch (ExecutionException e) {
      if (fine == null || !fine.isInstance(e.getCause())) {
        throw RegattaException.resource(
            "Cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegattaException.internal("Interrupted: cannot " + what, e);
    }
  }
}

package dev.regatta.service.kafka;

import dev.regatta.protocol.RegattaException;
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
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates topics. All methods may be repeated, and throw {@link RegattaException} of category
 * RESOURCE where Kafka refuses.
 */
public final class TopicAdmin {
  private static final int ATTEMPTS = 50;

  private final Admin admin;
  private final int replication;

  /**
   * @param replication copies of each partition; 0 for the cluster's default
   */
  public TopicAdmin(Admin admin, int replication) {
    this.admin = admin;
    this.replication = replication;
  }

  /**
   * Creates a topic and returns when all its partitions have leaders; an existing one keeps its
   * partitions and settings.
   */
  public void ensure(String topic, int partitions, Map<String, String> settings) {
    Optional<Short> copies = replication == 0 ? Optional.empty() : Optional.of((short) replication);
    NewTopic wanted = new NewTopic(topic, Optional.of(partitions), copies).configs(settings);
    boolean created =
        await(
            "create topic " + topic,
            admin.createTopics(List.of(wanted)).all(),
            TopicExistsException.class);
    if (created) {
      awaitLeaders(topic, partitions);
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
        whenKnown(() -> admin.listOffsets(latest).all()),
        null);
  }

  /** A topic just created is unknown to brokers for a moment: tries again while it is. */
  public static CompletableFuture<Void> whenKnown(Supplier<KafkaFuture<?>> action) {
    return whenKnown(action, ATTEMPTS);
  }

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

  /**
   * Waits for an answer of Kafka.
   *
   * @param what completes "Cannot ..."
   * @param fine an error that is as good as success; null for none
   * @return false where it failed as is fine
   */
  public static boolean await(
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

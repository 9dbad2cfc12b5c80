package dev.regatta.coordinator.control;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Topics;
import dev.regatta.service.kafka.Goodbye;
import dev.regatta.service.kafka.PatientConsumer;
import dev.regatta.service.life.Sleeper;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by a consumer group: whoever owns the only partition of {@link Topics#CONTROL} leads.
 * Nothing is read from it. The assignment is sticky, so a coordinator that joins takes nothing
 * away.
 */
public final class GroupLeadership implements Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(GroupLeadership.class);
  private static final Duration POLL = Duration.ofMillis(250);

  /** Consumer group of the coordinators. */
  static final String GROUP = "regatta.coordinator";

  private final Consumer<byte[], byte[]> consumer;
  private final PatientConsumer<byte[], byte[]> patient;
  private final Listener listener;
  private final CompletableFuture<Void> termination = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  private GroupLeadership(Consumer<byte[], byte[]> consumer, Sleeper sleeper, Listener listener) {
    this.consumer = consumer;
    this.patient = new PatientConsumer<>(consumer, Topics.CONTROL, sleeper);
    this.listener = listener;
    this.thread = new Thread(this::run, "leadership");
    thread.setDaemon(true);
  }

  /**
   * Stands for election; the topic must exist.
   *
   * @param kafka properties of the client; {@code session.timeout.ms} decides how soon a leader
   *     that dies is replaced by another one
   * @param name of this coordinator where it keeps it when it is started again: then it takes the
   *     place of its former self at once. Empty where every process has a name of its own
   */
  public static GroupLeadership stand(
      Map<String, Object> kafka, Optional<String> name, Listener listener) {
    Map<String, Object> properties = new HashMap<>(kafka);
    name.ifPresent(each -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, each));
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    return stand(
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        Sleeper.SYSTEM,
        listener);
  }

  static GroupLeadership stand(
      Consumer<byte[], byte[]> consumer, Sleeper sleeper, Listener listener) {
    GroupLeadership leadership = new GroupLeadership(consumer, sleeper, listener);
    leadership.thread.start();
    return leadership;
  }

  @Override
  public CompletionStage<Void> termination() {
    return termination;
  }

  private void run() {
    try {
      takePart();
    } catch (WakeupException | InterruptException e) {
      LOG.debug("No longer standing for election");
    } catch (FencedInstanceIdException e) {
      ended("another coordinator of the same id has taken this one's place", e);
    } catch (RuntimeException | Error e) {
      ended(e.getMessage(), e);
    }
    termination.complete(null);
  }

  private void takePart() {
    try {
      consumer.subscribe(List.of(Topics.CONTROL), new Partitions());
      while (!closed) {
        patient.poll(POLL);
        consumer.pause(consumer.assignment());
      }
    } finally {
      // Whoever keeps its name would stay a member otherwise, until its session has run out.
      consumer.close(
          CloseOptions.groupMembershipOperation(LEAVE_GROUP).withTimeout(Goodbye.PATIENCE));
    }
  }

  private void ended(String why, Throwable cause) {
    listener.deposed();
    termination.completeExceptionally(
        RegattaException.resource("Cannot stand for election as coordinator: " + why, cause));
  }

  private final class Partitions implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        listener.elected();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        listener.deposed();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

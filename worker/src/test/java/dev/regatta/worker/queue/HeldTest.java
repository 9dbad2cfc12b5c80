package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.junit.jupiter.api.Test;

class HeldTest {
  private static final TopicPartition PARTITION = new TopicPartition("requests", 0);
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final Queue<List<Long>> polls = new ArrayDeque<>();
  private Optional<KafkaException> renewal = Optional.empty();
  private List<Long> lastPoll = List.of();
  private int lockMillis;
  private final Held held = new Held(consumer());

  @Test
  void leavesWhatHasLostItsLockInTheConsumer() {
    polls.add(List.of(1L, 2L));
    renewal = Optional.of(new InvalidRecordStateException("lost"));
    assertThat(held.take(PATIENCE)).isEmpty();
    polls.add(List.of(3L));
    assertThat(held.finish()).isZero();
    assertThat(polls).as("what is only given back is not asked for").hasSize(1);
  }

  @Test
  void takesWhatHasWaitedInTheConsumerAndIsStillLocked() {
    polls.add(List.of(1L, 2L));
    polls.add(List.of(1L, 2L));
    assertThat(held.take(PATIENCE))
        .extracting(task -> task.record.offset())
        .containsExactly(1L, 2L);
  }

  @Test
  void takesNothingUncheckedBeforeItKnowsTheLock() {
    assertThat(held.take(PATIENCE)).as("nothing came, and so no lock was told").isEmpty();
    polls.add(List.of(1L, 2L));
    lockMillis = 30_000;
    renewal = Optional.of(new InvalidRecordStateException("lost"));
    assertThat(held.take(PATIENCE)).isEmpty();
  }

  @Test
  void keepsTheLockInMindWhenNothingComes() {
    polls.add(List.of(1L));
    polls.add(List.of(1L));
    assertThat(held.take(PATIENCE)).hasSize(1);
    held.finish();
    assertThat(held.take(PATIENCE)).isEmpty();
    polls.add(List.of(2L));
    renewal = Optional.of(new InvalidRecordStateException("lost"));
    assertThat(held.take(PATIENCE)).isEmpty();
  }

  /**
   * One whose locks last no time, so that all that it had before a poll has waited for long. Like
   * Kafka's it tells the lock with requests only.
   */
  @SuppressWarnings("unchecked")
  private ShareConsumer<byte[], byte[]> consumer() {
    return (ShareConsumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            HeldTest.class.getClassLoader(),
            new Class<?>[] {ShareConsumer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "poll" -> records(lastPoll = polls.isEmpty() ? List.of() : polls.remove());
                  case "commitSync" ->
                      Map.of(new TopicIdPartition(Uuid.ONE_UUID, PARTITION), renewal);
                  case "acquisitionLockTimeoutMs" ->
                      lastPoll.isEmpty() ? Optional.empty() : Optional.of(lockMillis);
                  default -> null;
                });
  }

  private static ConsumerRecords<byte[], byte[]> records(List<Long> offsets) {
    List<ConsumerRecord<byte[], byte[]>> records =
        offsets.stream()
            .map(
                offset ->
                    new ConsumerRecord<>(
                        PARTITION.topic(), PARTITION.partition(), offset, new byte[0], new byte[0]))
            .toList();
    return new ConsumerRecords<>(
        offsets.isEmpty() ? Map.of() : Map.of(PARTITION, records), Map.of());
  }
}

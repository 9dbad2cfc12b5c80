package dev.regatta.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {
  private static final String TOPIC = "words";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
  private static final byte[] VALUE = {1};

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Duration> slept = new LinkedBlockingQueue<>();

  @BeforeEach
  void oneEmptyPartition() {
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
  }

  @Test
  void aTopicThatIsNotKnownYetIsWaitedFor() {
    consumer.updatePartitions(TOPIC, List.of());
    try (TopicFollower follower =
        TopicFollower.start(TOPIC, consumer, pause -> oneEmptyPartition(), (key, value) -> {})) {
      assertThat(follower.termination().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void anOutageIsWaitedOut() throws Exception {
    try (TopicFollower follower = follow()) {
      consumer.setPollException(new TimeoutException("no broker"));
      assertThat(slept.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(1));
      consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, KEY, VALUE));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("key");
      assertThat(follower.termination().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void whatIsSaidAfterAWordIsHeardTogether() throws Exception {
    try (TopicFollower follower = follow()) {
      consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, KEY, VALUE));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("key");
      assertThat(slept.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofMillis(100));
      assertThat(follower.termination().toCompletableFuture()).isNotDone();
    }
    assertThat(slept).as("where nothing was said").isEmpty();
  }

  @Test
  void aClosedFollowerHasEndedInOrder() throws Exception {
    TopicFollower follower = follow();
    follower.close();
    follower.termination().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void aRefusedPasswordEndsTheFollowing() {
    try (TopicFollower follower = follow()) {
      consumer.setPollException(new SaslAuthenticationException("wrong password"));
      assertThatThrownBy(
              () -> follower.termination().toCompletableFuture().get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RegattaException.class,
              e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE))
          .hasMessage("Cannot read the topic words of Kafka: wrong password");
      assertThat(slept).isEmpty();
    }
  }

  @Test
  void whatFailsBeforeTheEndIsReachedIsToldAtOnce() {
    consumer.setPollException(new KafkaException("broken"));
    assertThatThrownBy(this::follow)
        .isInstanceOf(RegattaException.class)
        .hasMessage("Cannot read the topic words of Kafka: broken");
  }

  private TopicFollower follow() {
    return TopicFollower.start(TOPIC, consumer, slept::add, (key, value) -> heard.add(key));
  }
}

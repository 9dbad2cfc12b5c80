package dev.regatta.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class GroupLeadershipTest {
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Duration> slept = new LinkedBlockingQueue<>();

  @Test
  void whoOwnsThePartitionLeadsThroughOutages() throws Exception {
    try (GroupLeadership leadership = stand()) {
      elect();
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("elected");
      consumer.setPollException(new TimeoutException("no broker"));
      assertThat(slept.poll(10, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(1));
      assertThat(told).isEmpty();
      assertThat(leadership.termination().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void whoIsRefusedIsDeposedAndEnds() throws Exception {
    try (GroupLeadership leadership = stand()) {
      elect();
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("elected");
      consumer.setPollException(new SaslAuthenticationException("wrong password"));
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("deposed");
      assertThatThrownBy(
              () -> leadership.termination().toCompletableFuture().get(10, TimeUnit.SECONDS))
          .hasMessageContaining("wrong password");
      assertThat(slept).isEmpty();
    }
  }

  @Test
  void whoseNameAnotherOneHasTakenEnds() {
    try (GroupLeadership leadership = stand()) {
      consumer.setPollException(new FencedInstanceIdException("fenced"));
      assertThatThrownBy(
              () -> leadership.termination().toCompletableFuture().get(10, TimeUnit.SECONDS))
          .hasMessageContaining("another coordinator of the same id has taken this one's place");
    }
  }

  private GroupLeadership stand() {
    return GroupLeadership.stand(
        consumer,
        slept::add,
        new Leadership.Listener() {
          @Override
          public void elected() {
            told.add("elected");
          }

          @Override
          public void deposed() {
            told.add("deposed");
          }
        });
  }

  private void elect() {
    TopicPartition control = new TopicPartition(Topics.CONTROL, 0);
    consumer.schedulePollTask(
        () -> {
          consumer.updateEndOffsets(Map.of(control, 0L));
          consumer.rebalance(List.of(control));
        });
  }
}

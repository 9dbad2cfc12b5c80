package dev.regatta.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.Topics;
import dev.regatta.store.Store;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkLoopTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.COMPLETIONS, 0);

  @TempDir private Path directory;

  /** A broker that is late to answer is no reason to stop for good. */
  @Test
  void partitionsThatCannotBeTakenOverYetAreTakenOverLater() {
    Store store = Store.open(directory.toString());
    Sink sink = new Sink(Map.of(), store, SinkConfig.DEFAULTS, Clock.systemUTC());
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.updateBeginningOffsets(Map.of(PARTITION, 7L));
    KafkaFutureImpl<TopicDescription> late = new KafkaFutureImpl<>();
    late.completeExceptionally(new TimeoutException("late"));
    TopicDescription known =
        new TopicDescription(Topics.COMPLETIONS, false, List.of(), null, Uuid.randomUuid());
    Queue<KafkaFuture<TopicDescription>> answers =
        new ArrayDeque<>(List.of(late, KafkaFuture.completedFuture(known)));
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
    consumer.schedulePollTask(
        () -> {
          assertThat(consumer.position(PARTITION)).isEqualTo(7);
          sink.close();
        });
    new SinkLoop(
            sink,
            consumer,
            describing(answers),
            store,
            SinkConfig.DEFAULTS,
            Clock.systemUTC(),
            System::nanoTime,
            Duration.ofSeconds(5))
        .run();
    assertThat(answers).isEmpty();
  }

  private static Admin describing(Queue<KafkaFuture<TopicDescription>> answers) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) ->
                new DescribeTopicsResult(null, Map.of(Topics.COMPLETIONS, answers.remove())) {});
  }
}

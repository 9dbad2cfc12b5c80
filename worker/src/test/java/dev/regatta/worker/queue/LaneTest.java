package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final dev.regatta.worker.queue.Cluster cluster =
      dev.regatta.worker.queue.Cluster.shared();

  /** Lets a producer fail as one does that cannot go on: with the call. */
  public static final class Broken implements Partitioner {
    @Override
    public int partition(
        String topic, Object key, byte[] keyBytes, Object value, byte[] bytes, Cluster kafka) {
      throw new IllegalStateException("the producer is broken");
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  @Test
  void aProducerThatIsBrokenEndsTheWorker() {
    String model = "broken";
    cluster.createQueue(model, 1, Duration.ofSeconds(30));
    cluster.send(model, 1);
    ScriptedRuntime immediate =
        new ScriptedRuntime(
            1, request -> CompletableFuture.completedFuture(ScriptedRuntime.answer()));
    LaneConfig config =
        ChangedConfig.withKafka(
            cluster.config(model, "w1"), "partitioner.class", Broken.class.getName());
    try (Worker worker = Worker.start(config, immediate)) {
      await().atMost(Duration.ofSeconds(60)).until(worker.termination()::isDone);
      assertThat(worker.termination()).isCompletedExceptionally();
      assertThat(worker.termination().handle((done, error) -> error).join())
          .hasRootCauseMessage("the producer is broken");
    }
  }
}

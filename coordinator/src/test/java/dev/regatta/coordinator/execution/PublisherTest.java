package dev.regatta.coordinator.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  @TempDir private Path directory;

  /** What the broker does not have by then is missed by whoever goes on. */
  @Test
  void isClosedSoonThoughItsBrokerIsDead() {
    EmbeddedBroker broker = EmbeddedBroker.start(directory);
    Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(kafka)) {
      new QueueAdmin(admin).ensureQueue("m", 1);
    }
    // A broker that ends may tell the client to look for another one: that is not what is timed.
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", 2000);
    Publisher publisher = new Publisher(kafka, System::nanoTime);
    publisher.publish(request(0));
    publisher.flush();
    broker.close();
    publisher.publish(request(1));
    long start = System.nanoTime();
    publisher.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  /** Else the sweep would be tried again for ever. */
  @Test
  void aRequestThatNoQueueTakesIsTheUsersError() {
    Request huge =
        new Request(
            "0123456789abcdef",
            "sweep",
            "org/model",
            7,
            RequestKind.GENERATE,
            "x".repeat(17 << 20),
            null,
            null,
            new Decoding(0, 1, 5, List.of(), 1, 1, 0, 0, null));
    Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 200);
    try (Publisher publisher = new Publisher(nowhere, System::nanoTime)) {
      assertThatThrownBy(() -> publisher.publish(huge))
          .isInstanceOfSatisfying(
              RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
          .hasMessageContaining("0123456789abcdef")
          .hasMessageContaining("org/model")
          .hasMessageContaining("number 7");
    }
  }

  private static Request request(long ordinal) {
    return new Request(
        "r" + ordinal,
        "s",
        "m",
        ordinal,
        RequestKind.GENERATE,
        "Say something",
        null,
        null,
        Decoding.greedy(1, List.of()));
  }
}

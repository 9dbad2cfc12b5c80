package dev.regatta.coordinator.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublisherTest {
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
}

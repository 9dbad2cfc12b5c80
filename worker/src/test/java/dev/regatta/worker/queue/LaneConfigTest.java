package dev.regatta.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneConfigTest {
  @Test
  void aLaneTakesAsMuchAsTheEngineHasSlots() {
    assertThat(config(0, 0).batchFor(1)).isEqualTo(1);
    assertThat(config(0, 0).batchFor(31)).isEqualTo(31);
    assertThat(config(0, 0).batchFor(256)).isEqualTo(256);
    assertThat(config(0, 0).batchFor(10_000)).isEqualTo(500);
  }

  @Test
  void fewLanesTakeMore() {
    assertThat(config(2, 0).batchFor(64)).isEqualTo(128);
  }

  @Test
  void takesWhatWasAskedFor() {
    assertThat(config(0, 7).batchFor(256)).isEqualTo(7);
  }

  @Test
  void takesWholeBatchesWhereTheyAreLittleForTheEngine() {
    assertThat(config(0, 0).takesWholeBatches(256)).isFalse();
    assertThat(config(0, 0).takesWholeBatches(2000)).isTrue();
    assertThat(config(0, 100).takesWholeBatches(2000)).isFalse();
  }

  private static LaneConfig config(int lanes, int batch) {
    return new LaneConfig(
        "localhost:9092",
        "model",
        "w",
        lanes,
        batch,
        5,
        Duration.ZERO,
        Duration.ofMinutes(5),
        Duration.ZERO,
        Map.of());
  }
}

package dev.regatta.coordinator.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The first draws that NumPy's manual shows of {@code default_rng}. */
class NumpyGeneratorTest {

  @Test
  void drawsNumPysNumbers() {
    NumpyGenerator random = new NumpyGenerator(12345);
    assertThat(random.random()).isEqualTo(0.22733602246716966);
    assertThat(random.random()).isEqualTo(0.31675833970975287);
    assertThat(random.random()).isEqualTo(0.7973654573327341);
    assertThat(new NumpyGenerator(42).random()).isEqualTo(0.7739560485559633);
  }

  @Test
  void aPermutationHoldsEveryNumberOnce() {
    assertThat(new NumpyGenerator(0).permutation(100).sorted().toArray())
        .isEqualTo(IntStream.range(0, 100).toArray());
  }
}

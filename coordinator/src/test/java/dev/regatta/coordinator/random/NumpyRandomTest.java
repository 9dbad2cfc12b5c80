package dev.regatta.coordinator.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumpyRandomTest {

  /** Published vectors of NumPy's legacy generator. */
  @Test
  void permutesAsNumpy() {
    assertThat(new NumpyRandom(0).permutation(10)).containsExactly(2, 8, 4, 9, 1, 6, 7, 3, 0, 5);
    assertThat(new NumpyRandom(0).random()).isEqualTo(0.5488135039273248);
    assertThat(new NumpyRandom(0).choiceWithReplacement(10, 5)).containsExactly(5, 0, 3, 3, 7);
  }

  @Property
  void permutationsHoldEveryIndexOnce(
      @ForAll @IntRange(min = 0) int seed, @ForAll @IntRange(min = 0, max = 500) int n) {
    int[] order = new NumpyRandom(seed).permutation(n);
    Arrays.sort(order);
    assertThat(order).isEqualTo(IntStream.range(0, n).toArray());
  }

  @Test
  void refusesSeedsNumpyRefuses() {
    assertThatThrownBy(() -> new NumpyRandom(-1)).hasMessageContaining("seed: -1");
  }
}

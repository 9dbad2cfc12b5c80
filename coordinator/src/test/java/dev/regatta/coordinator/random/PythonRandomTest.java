package dev.regatta.coordinator.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PythonRandomTest {

  /** Published vectors of CPython. */
  @Test
  void integerSeedsDrawAsPython() {
    PythonRandom random = new PythonRandom(0);
    assertThat(random.random()).isEqualTo(0.8444218515250481);
    assertThat(random.random()).isEqualTo(0.7579544029403025);
    assertThat(random.random()).isEqualTo(0.420571580830845);
    PythonRandom again = new PythonRandom(0);
    assertThat(IntStream.range(0, 8).map(i -> again.below(10)))
        .containsExactly(6, 6, 0, 4, 8, 7, 6, 4);
  }

  @Test
  void theSignOfASeedDoesNotCount() {
    assertThat(new PythonRandom(-7).random()).isEqualTo(new PythonRandom(7).random());
  }

  @Property
  void shufflesKeepTheElements(@ForAll long seed, @ForAll List<Integer> items) {
    List<Integer> shuffled = new ArrayList<>(items);
    new PythonRandom(seed).shuffle(shuffled);
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(items);
  }

  @Property
  void samplesAreDistinct(
      @ForAll String seed,
      @ForAll @IntRange(min = 0, max = 2000) int n,
      @ForAll @IntRange(min = 0, max = 300) int k) {
    List<Integer> items = IntStream.range(0, n).boxed().toList();
    int size = Math.min(n, k);
    List<Integer> sample = new PythonRandom(seed).sample(items, size);
    assertThat(new HashSet<>(sample)).hasSize(size);
    assertThat(items).containsAll(sample);
  }

  @Property
  void randomBitsStayInTheirRange(@ForAll long seed, @ForAll @IntRange(min = 1, max = 63) int k) {
    assertThat(new PythonRandom(seed).getrandbits(k) >>> k).isZero();
  }

  @Test
  void refusesEmptyRanges() {
    assertThatThrownBy(() -> new PythonRandom(0).below(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n: 0");
  }
}

package dev.regatta.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RequestIndexTest {
  /** Few values, so that ids repeat, share their slots, and differ in one half only. */
  @Provide
  Arbitrary<List<RequestId>> ids() {
    Arbitrary<Long> high = Arbitraries.longs().between(0, 40).map(i -> i << 8 | i % 3);
    Arbitrary<Long> low = Arbitraries.longs().between(-3, 3);
    return Combinators.combine(high, low).as(RequestId::new).list().ofMaxSize(500);
  }

  @Property
  void numbersAsAMapDoes(@ForAll("ids") List<RequestId> ids) {
    RequestIndex index = new RequestIndex();
    Map<RequestId, Integer> expected = new HashMap<>();
    for (RequestId id : ids) {
      assertThat(index.find(id)).isEqualTo(expected.getOrDefault(id, RequestIndex.ABSENT));
      expected.putIfAbsent(id, expected.size());
      assertThat(index.add(id)).isEqualTo(expected.get(id));
      assertThat(index.size()).isEqualTo(expected.size());
    }
  }

  @Test
  void findsEveryNumberAgainAfterItHasGrown() {
    Random random = new Random(7);
    RequestIndex index = new RequestIndex();
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      assertThat(index.add(new RequestId(random.nextLong(), random.nextLong()))).isEqualTo(i);
    }
    Random again = new Random(7);
    for (int i = 0; i < count; i++) {
      RequestId id = new RequestId(again.nextLong(), again.nextLong());
      assertThat(index.find(id)).isEqualTo(i);
      assertThat(index.add(id)).isEqualTo(i);
    }
    assertThat(index.find(new RequestId(random.nextLong(), random.nextLong())))
        .isEqualTo(RequestIndex.ABSENT);
    assertThat(index.size()).isEqualTo(count);
  }
}

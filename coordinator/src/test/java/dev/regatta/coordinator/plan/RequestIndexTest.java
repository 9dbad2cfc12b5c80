package dev.regatta.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RequestIndexTest {

  @Property(tries = 50)
  void behavesLikeAMap(@ForAll List<@IntRange(min = 0, max = 5000) Integer> keys) {
    RequestIndex index = new RequestIndex();
    Map<Integer, Integer> model = new HashMap<>();
    for (int round = 0; round < 4; round++) {
      for (int key : keys) {
        int shifted = key + round * 7;
        Integer before = model.putIfAbsent(shifted, model.size());
        int ordinal = model.size() - 1;
        // The low bits collide on purpose: probing must still find each id.
        RequestId id = new RequestId(shifted, shifted % 13);
        assertThat(index.add(id, ordinal)).isEqualTo(before == null ? RequestIndex.ABSENT : before);
        assertThat(index.find(id)).isEqualTo(model.get(shifted));
      }
    }
    assertThat(index.size()).isEqualTo(model.size());
    assertThat(index.find(new RequestId(-1, 5))).isEqualTo(RequestIndex.ABSENT);
  }

  @Property(tries = 3)
  void growsBeyondItsFirstCapacity(@ForAll @IntRange(min = 3000, max = 9000) int ids) {
    RequestIndex index = new RequestIndex();
    for (int i = 0; i < ids; i++) {
      index.add(new RequestId(i, i * 0x9E3779B97F4A7C15L), i);
    }
    for (int i = 0; i < ids; i++) {
      assertThat(index.find(new RequestId(i, i * 0x9E3779B97F4A7C15L))).isEqualTo(i);
    }
  }
}

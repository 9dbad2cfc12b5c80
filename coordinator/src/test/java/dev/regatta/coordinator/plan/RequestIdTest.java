package dev.regatta.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ModelRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestIdTest {
  private static final ModelRef MODEL = new ModelRef("m", "simulated", "1", "r1", null, true);
  private static final Decoding GREEDY = Decoding.greedy(5, List.of("\n"));

  @Test
  void everyPartOfARequestCounts() {
    List<RequestId> ids =
        List.of(
            id(MODEL, "GENERATE", "p", null, GREEDY),
            id(MODEL, "SCORE", "p", null, GREEDY),
            id(MODEL, "GENERATE", "q", null, GREEDY),
            id(MODEL, "GENERATE", "p", "", GREEDY),
            id(MODEL, "GENERATE", "", "p", GREEDY),
            id(MODEL, "GENERATE", "p", null, Decoding.greedy(6, List.of("\n"))),
            id(MODEL, "GENERATE", "p", null, Decoding.greedy(5, List.of("\n", "\n"))),
            id(MODEL, "GENERATE", "p", null, new Decoding(0, 1, 5, List.of("\n"), 1, 1, 0, 0, "1")),
            id(
                new ModelRef("m", "simulated", "1", "r2", null, true),
                "GENERATE",
                "p",
                null,
                GREEDY));
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void isStableAndReadableBack() {
    RequestId id = id(MODEL, "GENERATE", "p", null, GREEDY);
    assertThat(id).isEqualTo(id(MODEL, "GENERATE", "p", null, GREEDY));
    assertThat(id.toString()).matches("[0-9a-f]{32}");
    assertThat(RequestId.parse(id.toString())).isEqualTo(id);
  }

  private static RequestId id(
      ModelRef model, String kind, String prompt, String continuation, Decoding decoding) {
    return new RequestId.Hasher(model).hash(kind, prompt, null, continuation, decoding);
  }
}

package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.worker.runtime.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBuilderTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final AnswerBuilder builder = new AnswerBuilder(1, List.of(), false, clock::get);

  @ParameterizedTest
  @ValueSource(strings = {"reasoning", "reasoning_content"})
  void thoughtsAreTokensButNotTheAnswer(String key) {
    delta(1, "{\"role\":\"assistant\",\"content\":\"\"}", null);
    delta(2, "{\"%s\":\"The user asks\"}".formatted(key), null);
    delta(5, "{\"content\":\"Paris\"}", null);
    delta(6, "{}", "stop");
    Answer answer = builder.finish();
    assertThat(answer.outputs().get(0).text()).isEqualTo("Paris");
    assertThat(answer.timeToFirstTokenSeconds()).isEqualTo(2);
    assertThat(answer.durationSeconds()).isEqualTo(6);
  }

  @Test
  void anAnswerMayHaveThoughtsAlone() {
    builder.add(
        Wire.read(
            ("{\"choices\":[{\"index\":0,\"finish_reason\":\"length\",\"message\":"
                    + "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"Well,\"}}]}")
                .getBytes(StandardCharsets.UTF_8)));
    assertThat(builder.finish().outputs().get(0).text()).isEmpty();
  }

  private void delta(int second, String delta, String finishReason) {
    clock.set(second * SECOND);
    String reason = finishReason == null ? "null" : '"' + finishReason + '"';
    builder.event(
        "{\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
            .formatted(delta, reason)
            .getBytes(StandardCharsets.UTF_8));
  }
}

package dev.regatta.worker.runtime.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static List<String> events(String text, int piece) {
    List<String> events = new ArrayList<>();
    EventStream stream =
        new EventStream(data -> events.add(new String(data, StandardCharsets.UTF_8)));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += piece) {
      stream.accept(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
    }
    return events;
  }

  @Test
  void commentsAndOtherFieldsAreLeftOut() {
    String text =
        ": ping\n\nevent: x\nid: 4\ndata: one\n\nretry: 3\n\ndata:two\ndata: more\n\ndata: cut";
    assertThat(events(text, 1000)).containsExactly("one", "two\nmore");
  }

  @Property
  void eventsDoNotDependOnHowTheyArrive(
      @ForAll("texts") List<String> texts,
      @ForAll @IntRange(min = 1, max = 7) int piece,
      @ForAll("lineEnds") String lineEnd) {
    StringBuilder stream = new StringBuilder();
    texts.forEach(text -> stream.append("data: " + text + lineEnd + lineEnd));
    assertThat(events(stream.toString(), piece)).isEqualTo(texts);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of("a", "é", "\uD83D\uDE00", "{\"x\": [1, 2]}", "data: a", ":").list();
  }

  @Provide
  Arbitrary<String> lineEnds() {
    return Arbitraries.of("\n", "\r\n", "\r");
  }
}

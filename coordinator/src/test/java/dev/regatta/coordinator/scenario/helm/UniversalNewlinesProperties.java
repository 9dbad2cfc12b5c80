package dev.regatta.coordinator.scenario.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;

class UniversalNewlinesProperties {

  @Property
  void areLineFeedsHoweverTheTextIsCut(
      @ForAll @Chars({'\r', '\n', 'a'}) String text, @ForAll @IntRange(min = 1, max = 7) int size)
      throws IOException {
    StringBuilder read = new StringBuilder();
    try (UniversalNewlines reader = new UniversalNewlines(new StringReader(text))) {
      char[] buffer = new char[size];
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        read.append(buffer, 0, n);
      }
    }
    assertThat(read.toString()).isEqualTo(text.replace("\r\n", "\n").replace('\r', '\n'));
  }
}

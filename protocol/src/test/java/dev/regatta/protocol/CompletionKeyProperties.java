package dev.regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class CompletionKeyProperties {

  @Property
  void keyComesBackWhateverTheModelIsCalled(
      @ForAll @LongRange(min = 0) long ordinal, @ForAll @StringLength(max = 40) String name) {
    String model = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    CompletionKey key = new CompletionKey("quickstart-0123456789", "org/" + model, ordinal);
    assertThat(CompletionKey.parse(key.bytes())).contains(key);
  }

  @Example
  void foreignKeysAreNone() {
    assertThat(CompletionKey.parse(null)).isEmpty();
    for (String foreign : Arrays.asList("", "7", "7/s", "/s/m", "x/s/m", "-1/s/m")) {
      assertThat(CompletionKey.parse(foreign.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
  }
}

package dev.regatta.worker.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StopScannerTest {

  @Property
  void findsTheFirstOccurrenceHoweverTheBytesArrive(
      @ForAll("texts") String text,
      @ForAll @Size(max = 3) List<@net.jqwik.api.From("stops") String> stops,
      @ForAll @IntRange(min = 1, max = 4) int piece) {
    StopScanner scanner = new StopScanner(stops);
    Detokenizer arrived = new Detokenizer();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    OptionalInt found = OptionalInt.empty();
    for (int from = 0; from < bytes.length && found.isEmpty(); from += piece) {
      arrived.append(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
      found = scanner.scan(arrived);
    }
    String seen = arrived.text();
    int expected =
        stops.stream()
            .filter(s -> !s.isEmpty())
            .mapToInt(seen::indexOf)
            .filter(i -> i >= 0)
            .min()
            .orElse(-1);
    if (expected < 0) {
      assertThat(found).isEmpty();
    } else {
      assertThat(arrived.text(found.orElseThrow())).isEqualTo(seen.substring(0, expected));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b', '\n', 'é', '€').ofMaxLength(30);
  }

  @Provide
  Arbitrary<String> stops() {
    return Arbitraries.strings().withChars('a', 'b', '\n', 'é', '€').ofMaxLength(4);
  }

  @Test
  void namesTokensThatAreNoTextByTheirBytes() {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    assertThat(Detokenizer.tokenText(euro)).isEqualTo("€");
    assertThat(Detokenizer.tokenText(Arrays.copyOf(euro, 2))).isEqualTo("bytes:\\xe2\\x82");
    Detokenizer text = new Detokenizer();
    text.append(Arrays.copyOf(euro, 2));
    text.append(Arrays.copyOfRange(euro, 2, 3));
    assertThat(text.text()).isEqualTo("€");
  }
}

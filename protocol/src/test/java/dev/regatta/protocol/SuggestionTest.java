package dev.regatta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("batch", "slots", "threads", "gpu_layers");

  @Test
  void theNearestNameIsSuggested() {
    assertThat(Suggestion.among("thread", KNOWN)).isEqualTo("; did you mean 'threads'?");
    assertThat(Suggestion.among("Slot", KNOWN)).isEqualTo("; did you mean 'slots'?");
    assertThat(Suggestion.among("gpulayer", KNOWN)).isEqualTo("; did you mean 'gpu_layers'?");
  }

  @Test
  void allNamesAreToldWhereNoneIsNear() {
    assertThat(Suggestion.among("temperature", KNOWN))
        .isEqualTo(" (known: batch, slots, threads, gpu_layers)");
    assertThat(Suggestion.among("temperature", List.of())).isEqualTo(" (there are none)");
  }

  @Test
  void namesWithNothingInCommonAreNotNear() {
    assertThat(Suggestion.nearest("x", List.of("a", "ab"))).isEmpty();
    assertThat(Suggestion.nearest("", List.of("ab"))).isEmpty();
  }

  /** The distance as it is defined, by recursion. */
  @Property(tries = 300)
  void editsAreLevenshteinsDistance(
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String a,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String b) {
    assertThat(Suggestion.edits(a, b)).isEqualTo(defined(a, b)).isEqualTo(Suggestion.edits(b, a));
    assertThat(Suggestion.edits(a.toUpperCase(Locale.ROOT), b)).isEqualTo(defined(a, b));
  }

  @Property(tries = 300)
  void oneTypingErrorIsFoundOut(
      @ForAll @StringLength(min = 2, max = 20) @CharRange(from = 'a', to = 'z') String name,
      @ForAll @IntRange(max = 19) int place,
      @ForAll @CharRange(from = 'a', to = 'z') char letter) {
    int at = place % name.length();
    String left = name.substring(0, at);
    String right = name.substring(at + 1);
    for (String typed :
        List.of(left + right, left + letter + right, left + letter + name.charAt(at) + right)) {
      assertThat(Suggestion.nearest(typed, List.of(name))).isEqualTo(name);
    }
  }

  @Property(tries = 300)
  void noOtherNameIsNearerThanTheSuggestedOne(
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String typed,
      @ForAll @Size(max = 5)
          List<@StringLength(min = 1, max = 6) @CharRange(from = 'a', to = 'c') String> known) {
    String nearest = Suggestion.nearest(typed, known);
    if (!nearest.isEmpty()) {
      assertThat(known).contains(nearest);
      assertThat(known)
          .filteredOn(name -> defined(typed, name) < Math.max(typed.length(), name.length()))
          .allMatch(name -> defined(typed, name) >= defined(typed, nearest));
    }
  }

  private static int defined(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Math.max(a.length(), b.length());
    }
    String restOfA = a.substring(1);
    String restOfB = b.substring(1);
    if (a.charAt(0) == b.charAt(0)) {
      return defined(restOfA, restOfB);
    }
    return 1
        + Math.min(defined(restOfA, restOfB), Math.min(defined(restOfA, b), defined(a, restOfB)));
  }
}

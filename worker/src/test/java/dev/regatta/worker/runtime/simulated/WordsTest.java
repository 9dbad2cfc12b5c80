package dev.regatta.worker.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void aWordHasTheSpaceBeforeIt() {
    assertThat(Words.split("The  quick\nfox ")).containsExactly("The", "  quick", "\nfox ");
    assertThat(Words.last("The quick fox", 2)).containsExactly(" quick", " fox");
    assertThat(Words.around("The quick fox", 11, 3)).containsExactly("The", "quick", "fox");
    assertThat(Words.around(" ", 0, 3)).isEmpty();
  }

  @Property
  void wordsTogetherAreTheText(
      @ForAll @Chars({' ', '\n'}) @CharRange(from = 'a', to = 'c') @StringLength(max = 30)
          String text) {
    List<String> words = Words.split(text);
    assertThat(String.join("", words)).isEqualTo(text);
    assertThat(words).hasSize(Words.count(text));
  }

  @Property
  void theLastWordsAreTheEndOfAll(
      @ForAll @Chars({' ', '\n'}) @CharRange(from = 'a', to = 'c') @StringLength(max = 30)
          String text,
      @ForAll @IntRange(max = 8) int n) {
    List<String> words = Words.split(text);
    List<String> expected = words.subList(Math.max(0, words.size() - n), words.size());
    assertThat(Words.last(text, n)).isEqualTo(expected);
  }
}

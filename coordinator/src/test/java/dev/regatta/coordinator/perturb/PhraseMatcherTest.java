package dev.regatta.coordinator.perturb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.random.PythonRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The look-up against the regular expressions that it stands for. */
class PhraseMatcherTest {
  private final PythonRandom random = new PythonRandom(0);

  @Property
  void wordsAreThoseOfTheRegularExpression(
      @ForAll("texts") String text, @ForAll("phrases") List<String> phrases) {
    String expected =
        Pattern.compile("\\b" + alternatives(phrases) + "\\b")
            .matcher(text)
            .replaceAll(match -> "<" + match.group() + ">");
    WordRewriter words = new WordRewriter(phrases, false, (found, any) -> "<" + found + ">");
    assertThat(words.rewrite(text, random)).isEqualTo(expected);
  }

  @Property
  void dialectWordsAreThoseOfTheRegularExpression(
      @ForAll("texts") String text, @ForAll("phrases") List<String> phrases) {
    String expected =
        Pattern.compile("([^\\w-])" + alternatives(phrases) + "([^\\w-])", Pattern.CASE_INSENSITIVE)
            .matcher(text)
            .replaceAll("$1X$3");
    Map<String, List<String>> synonyms = new LinkedHashMap<>();
    phrases.forEach(phrase -> synonyms.put(PythonText.lower(phrase), List.of("X")));
    String actual = Rewriters.dialect(synonyms, 1).rewrite(text, random);
    // The replacement has the case of the word, which is not the matter here.
    assertThat(actual.replace('x', 'X')).isEqualTo(expected);
  }

  private static String alternatives(List<String> phrases) {
    return phrases.stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")"));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("aaabbB  -.'").ofMaxLength(30);
  }

  @Provide
  Arbitrary<List<String>> phrases() {
    return Arbitraries.strings()
        .withChars("abB -.'")
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}

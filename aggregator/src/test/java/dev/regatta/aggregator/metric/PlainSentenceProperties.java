package dev.regatta.aggregator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlainSentenceProperties {
  private static final List<String> PIECES =
      List.of(
          "a", "B", "n", "can", "not", "Cannot", "gimme", "9", "3,000", " ", "  ", ",", ".", ":",
          ";", "?", "!", "-", "/", "_", "@", "$", "%", "&", "+", "=", "U.S.", "nna", "go", "'", "(",
          "é");

  @Property(tries = 5000)
  void hasTheWordsThatTheRulesGive(@ForAll("sentences") String text) {
    Assume.that(PlainSentence.is(text));
    List<String> words = PlainSentence.words(text);
    assertThat(words).isEqualTo(WordTokenizer.improvedByRules(text));
    assertThat(words).isEqualTo(WordTokenizer.treebankByRules(text));
  }

  @Provide
  Arbitrary<String> sentences() {
    return Arbitraries.of(PIECES).list().ofMaxSize(12).map(pieces -> String.join("", pieces));
  }
}

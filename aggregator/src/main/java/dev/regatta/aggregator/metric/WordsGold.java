package dev.regatta.aggregator.metric;

import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import java.util.Set;

/** Texts and their words, as NLTK's {@code word_tokenize} cuts them. */
final class WordsGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "words",
          "NLTK's words of a text",
          "nltk_word_tokenize",
          Set.of("text", "tokens"),
          file -> WordsGold::check);

  private WordsGold() {}

  private static void check(GoldCase gold) {
    gold.equal("tokens", gold.texts("tokens"), () -> WordTokenizer.words(gold.text("text")));
  }
}

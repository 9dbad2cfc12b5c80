package dev.regatta.coordinator.perturb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.chinese.ChineseWords;
import dev.regatta.coordinator.chinese.Pinyin;
import dev.regatta.coordinator.random.PythonRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.gcardone.junidecode.Junidecode;

/** The perturbations of Chinese texts that change a word at a time. */
final class ChineseRewriters {
  private ChineseRewriters() {}

  /** Words that have synonyms become one of them; a text that stays as it was is tried again. */
  static Rewriter synonyms(
      ChineseWords words, Map<String, List<String>> synonyms, double probability, int trials) {
    return (text, random) -> {
      List<String> cut = words.cut(text);
      String result = text;
      for (int trial = 0; trial < trials && result.equals(text); trial++) {
        StringBuilder rewritten = new StringBuilder(text.length());
        for (String word : cut) {
          List<String> choices = synonyms.get(word);
          boolean replaced = choices != null && random.random() < probability;
          rewritten.append(replaced ? choices.get(random.below(choices.size())) : word);
        }
        result = rewritten.toString();
      }
      return result;
    };
  }

  /** Words that stand in a table become what stands beside them. */
  static Rewriter replacements(
      ChineseWords words, Map<String, String> replacements, double probability) {
    return (text, random) -> {
      StringBuilder result = new StringBuilder(text.length());
      for (String word : words.cut(text)) {
        String replacement = replacements.get(word);
        boolean replaced = replacement != null && random.random() < probability;
        result.append(replaced ? replacement : word);
      }
      return result.toString();
    };
  }

  /**
   * What sounds alike.
   *
   * @param characters by their pronunciation
   * @param commonCharacters the usual ones of them
   * @param words by their pronunciation
   */
  record Homophones(
      Map<String, JsonNode> characters,
      Map<String, JsonNode> commonCharacters,
      Map<String, JsonNode> words) {}

  /**
   * Characters and words become others that sound alike.
   *
   * @param rareProbability of a rare character, where a character is to be replaced
   * @param tones whether what sounds alike has the same tones; the tables are of the same kind
   * @param wholeWords whether a text is cut into words, or into characters
   */
  record Typos(
      ChineseWords words,
      Pinyin pinyin,
      Homophones homophones,
      double probability,
      double rareProbability,
      boolean tones,
      boolean wholeWords)
      implements Rewriter {

    @Override
    public String rewrite(String text, PythonRandom random) {
      StringBuilder result = new StringBuilder(text.length());
      if (wholeWords) {
        List<String> cut = words.cut(text);
        // Draws for all words come first, and the last one of equal words counts for all of them.
        Map<String, List<String>> alike = new HashMap<>();
        cut.forEach(word -> alike.put(word, soundingLike(word, random)));
        cut.forEach(word -> result.append(typo(word, alike.get(word), random)));
      } else {
        text.codePoints()
            .mapToObj(Character::toString)
            .forEach(c -> result.append(typo(c, soundingLike(c, random), random)));
      }
      return result.toString();
    }

    private String typo(String word, List<String> choices, PythonRandom random) {
      return random.random() <= probability && !choices.isEmpty() ? random.choice(choices) : word;
    }

    private List<String> soundingLike(String word, PythonRandom random) {
      Map<String, JsonNode> table = homophones.words();
      if (word.codePointCount(0, word.length()) == 1) {
        table =
            random.random() <= rareProbability
                ? homophones.characters()
                : homophones.commonCharacters();
      }
      String sound = pinyin.of(word);
      List<String> alike = new ArrayList<>();
      JsonNode found = table.get(tones ? sound : Junidecode.unidecode(sound));
      if (found != null && found.isTextual()) {
        found.asText().codePoints().forEach(c -> alike.add(Character.toString(c)));
      } else if (found != null) {
        found.forEach(item -> alike.add(item.asText()));
      }
      alike.removeIf(word::equals);
      return alike;
    }
  }
}

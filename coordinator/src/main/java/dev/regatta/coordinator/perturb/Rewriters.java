package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.random.PythonRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The perturbations that change a text a character or a word at a time. */
final class Rewriters {
  private static final Pattern BLANKS = Pattern.compile(" +");

  private Rewriters() {}

  static Rewriter lowercase() {
    return (text, random) -> PythonText.lower(text);
  }

  static Rewriter extraSpace(int spaces) {
    return (text, random) -> text.replace(" ", " ".repeat(spaces));
  }

  static Rewriter space(int maxSpaces) {
    return (text, random) ->
        BLANKS.matcher(text).replaceAll(run -> " ".repeat(random.randint(1, maxSpaces)));
  }

  static Rewriter suffix(String suffix) {
    return (text, random) -> text + ", " + suffix;
  }

  /**
   * @param words misspellings by correct spelling, case-sensitive
   */
  static Rewriter misspellings(Map<String, List<String>> words, double probability) {
    return new WordRewriter(
        words.keySet(),
        false,
        (found, random) ->
            random.random() < probability
                ? PythonText.matchCase(found, random.choice(words.get(found)))
                : found);
  }

  static Rewriter mildMix(Map<String, List<String>> words) {
    return lowercase().then(Contractions.contract()).then(misspellings(words, 0.1)).then(space(3));
  }

  static Rewriter typos(double probability) {
    Map<String, String> keyboard = WordLists.STANDARD.keyboard();
    return (text, random) -> {
      StringBuilder result = new StringBuilder(text.length());
      text.codePoints()
          .mapToObj(Character::toString)
          .forEach(letter -> result.append(typo(letter, keyboard, probability, random)));
      return result.toString();
    };
  }

  private static String typo(
      String letter, Map<String, String> keyboard, double probability, PythonRandom random) {
    String lower = PythonText.lower(letter);
    String neighbours = keyboard.get(lower);
    if (neighbours == null || random.random() >= probability) {
      return letter;
    }
    String typed = String.valueOf(neighbours.charAt(random.below(neighbours.length())));
    return lower.equals(letter) ? typed : typed.toUpperCase(Locale.ROOT);
  }

  static Rewriter fillerWords(
      double probability, Optional<Integer> maxInsertions, List<String> phrases) {
    return (text, random) -> {
      List<String> words = new ArrayList<>();
      int insertions = 0;
      for (String word : text.split(" ", -1)) {
        boolean allowed = maxInsertions.isEmpty() || insertions < maxInsertions.get();
        if (allowed && random.random() <= probability) {
          words.add(random.choice(phrases));
          insertions++;
        }
        words.add(word);
      }
      return String.join(" ", words);
    };
  }

  /**
   * @param synonyms replacements by lower-case word or phrase. A word at the very start or end of
   *     the text is never replaced, and of two hits that share one separator only the first
   */
  static Rewriter dialect(Map<String, List<String>> synonyms, double probability) {
    PhraseMatcher.End end =
        (text, position) -> position < text.length() && !isDialectWord(text.codePointAt(position));
    PhraseMatcher words = new PhraseMatcher(synonyms.keySet(), Rewriters::isDialectWord, true, end);
    return (text, random) -> {
      StringBuilder result = new StringBuilder(text.length());
      int position = 0;
      while (position < text.length()) {
        int separator = text.codePointAt(position);
        int start = position + Character.charCount(separator);
        int found = isDialectWord(separator) ? -1 : words.match(text, start);
        result.appendCodePoint(separator);
        position = start;
        if (found >= 0) {
          String word = text.substring(start, found);
          List<String> choices = synonyms.get(PythonText.lower(word));
          boolean replaced = random.uniform(0, 1) < probability && choices != null;
          result.append(replaced ? PythonText.matchCase(word, random.choice(choices)) : word);
          int next = text.codePointAt(found);
          result.appendCodePoint(next);
          position = found + Character.charCount(next);
        }
      }
      return result.toString();
    };
  }

  private static boolean isDialectWord(int c) {
    return c == '-' || PythonText.isWord(c);
  }
}

package dev.regatta.coordinator.perturb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Finds phrases in a text exactly as a regular expression {@code (phrase1|phrase2|...)} between
 * word boundaries does, the first phrase in the list winning, but by a look-up of the word at a
 * position: the time does not grow with the number of phrases.
 */
final class PhraseMatcher {

  /** Whether a phrase may end at a position of the text. */
  interface End {
    boolean at(String text, int position);
  }

  private final Map<String, List<String>> byFirstWord = new HashMap<>();
  private final IntPredicate wordCharacter;
  private final boolean ignoreCase;
  private final End end;

  /**
   * @param wordCharacter code points that make up a word; {@code end} must not accept a position
   *     between two of them
   */
  PhraseMatcher(
      Collection<String> phrases, IntPredicate wordCharacter, boolean ignoreCase, End end) {
    this.wordCharacter = wordCharacter;
    this.ignoreCase = ignoreCase;
    this.end = end;
    for (String phrase : phrases) {
      if (!phrase.isEmpty()) {
        byFirstWord.computeIfAbsent(firstWord(phrase, 0), any -> new ArrayList<>()).add(phrase);
      }
    }
  }

  /**
   * Where the first phrase that stands at {@code start} ends, or -1. The caller sees to it that
   * {@code start} is not inside of a word.
   */
  int match(String text, int start) {
    if (start >= text.length()) {
      return -1;
    }
    for (String phrase : byFirstWord.getOrDefault(firstWord(text, start), List.of())) {
      int position = start + phrase.length();
      if (text.regionMatches(ignoreCase, start, phrase, 0, phrase.length())
          && end.at(text, position)) {
        return position;
      }
    }
    return -1;
  }

  private String firstWord(String text, int start) {
    int position = start;
    while (position < text.length() && wordCharacter.test(text.codePointAt(position))) {
      position += Character.charCount(text.codePointAt(position));
    }
    if (position == start) {
      position += Character.charCount(text.codePointAt(position));
    }
    String word = text.substring(start, position);
    return ignoreCase ? fold(word) : word;
  }

  /** The equality of {@link String#regionMatches(boolean, int, String, int, int)}. */
  private static String fold(String word) {
    char[] folded = word.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = Character.toLowerCase(Character.toUpperCase(folded[i]));
    }
    return new String(folded);
  }
}

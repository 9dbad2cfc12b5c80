package dev.regatta.worker.runtime.simulated;

import java.util.ArrayList;
import java.util.List;

/** The simulated engine's tokens: words, each with the white space before it. */
final class Words {
  private Words() {}

  /** At least 1 for a text that is not empty. */
  static int count(String text) {
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean blank = Character.isWhitespace(text.charAt(i));
      if (!blank && !inWord) {
        words++;
      }
      inWord = !blank;
    }
    return words == 0 && !text.isEmpty() ? 1 : words;
  }

  /** The last {@code n} words, or all; white space after a word belongs to it. */
  static List<String> last(String text, int n) {
    List<String> words = split(text);
    return words.subList(Math.max(0, words.size() - n), words.size());
  }

  /** Words that together are the text. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean blank = Character.isWhitespace(text.charAt(i));
      if (blank && inWord) {
        words.add(text.substring(start, i));
        start = i;
      }
      inWord = !blank;
    }
    if (start < text.length()) {
      if (inWord || words.isEmpty()) {
        words.add(text.substring(start));
      } else {
        int last = words.size() - 1;
        words.set(last, words.get(last) + text.substring(start));
      }
    }
    return words;
  }
}

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
      boolean blank = isBlank(text.charAt(i));
      if (!blank && !inWord) {
        words++;
      }
      inWord = !blank;
    }
    return words == 0 && !text.isEmpty() ? 1 : words;
  }

  /** The last {@code n} words, or all; white space after a word belongs to it. */
  static List<String> last(String text, int n) {
    int start = text.length();
    boolean inWord = false;
    int words = 0;
    while (start > 0) {
      boolean blank = isBlank(text.charAt(start - 1));
      if (!blank && !inWord && words++ == n) {
        break;
      }
      inWord = !blank;
      start--;
    }
    return n == 0 ? List.of() : split(text.substring(start));
  }

  /**
   * {@code n} words without their white space, from the first that begins after a place, around the
   * end of the text where need be; none of a blank text.
   */
  static List<String> around(String text, int place, int n) {
    List<String> words = new ArrayList<>(n);
    if (text.isBlank()) {
      return words;
    }
    int at = endOfWord(text, place);
    while (words.size() < n) {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
      int end = endOfWord(text, at);
      if (at < end) {
        words.add(text.substring(at, end));
      }
      at = end < text.length() ? end : 0;
    }
    return words;
  }

  private static int endOfWord(String text, int at) {
    int end = at;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Words that together are the text. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean blank = isBlank(text.charAt(i));
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

  /** White space; most characters of most texts are told at a glance. */
  private static boolean isBlank(char c) {
    return (c <= ' ' || c > '~') && Character.isWhitespace(c);
  }
}

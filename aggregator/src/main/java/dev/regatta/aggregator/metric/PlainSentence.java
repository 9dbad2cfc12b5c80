package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Sentences without quotes, brackets, contractions and other finer points, in which both variants
 * of {@link WordTokenizer} come to one rule for each character, so that a single pass gives what
 * they give.
 */
final class PlainSentence {
  private static final String ALONE = ";@#$%&?!";
  private static final String BEFORE_NO_DIGIT = ",:";

  /** Part of words wherever they stand. */
  private static final String IN_WORDS = "/+=_-";

  /** What is told by its middle: a contraction without an apostrophe has a letter twice there. */
  private static final List<String> CONTRACTIONS =
      List.of("cannot", "gimme", "gonna", "gotta", "lemme", "wanna");

  private PlainSentence() {}

  /** Whether a text is one, by its characters. */
  static boolean is(String text) {
    boolean twice = false;
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (letter(c)) {
        twice |= (c | ' ') == (before | ' ');
      } else if (!digit(c) && c != ' ' && !mark(c, before)) {
        return false;
      }
      before = c;
    }
    return !twice || !contracts(text);
  }

  /** Marks that stand side by side belong together in ways that words do not show. */
  private static boolean mark(char c, char before) {
    return switch (c) {
      case '.', '-' -> c != before;
      case ',', ':' -> BEFORE_NO_DIGIT.indexOf(before) < 0;
      default -> ALONE.indexOf(c) >= 0 || IN_WORDS.indexOf(c) >= 0;
    };
  }

  private static boolean contracts(String text) {
    String lower = PythonText.lower(text);
    return CONTRACTIONS.stream().anyMatch(lower::contains);
  }

  /** The words of a text that {@link #is} one. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int last = lastMark(text);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alone = i == last || standsAlone(text, i);
      if (alone || c == ' ') {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        if (alone) {
          words.add(String.valueOf(c));
        }
        start = i + 1;
      }
    }
    if (start < text.length()) {
      words.add(text.substring(start));
    }
    return words;
  }

  private static boolean standsAlone(String text, int place) {
    char c = text.charAt(place);
    if (BEFORE_NO_DIGIT.indexOf(c) >= 0) {
      return place + 1 == text.length() || !digit(text.charAt(place + 1));
    }
    return ALONE.indexOf(c) >= 0;
  }

  /** The full stop that ends the text; -1 where none does. */
  private static int lastMark(String text) {
    int last = text.length() - 1;
    while (last >= 0 && text.charAt(last) == ' ') {
      last--;
    }
    return last >= 0 && text.charAt(last) == '.' ? last : -1;
  }

  private static boolean letter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}

package dev.regatta.aggregator.metric;

import java.util.HashSet;
import java.util.Set;

/**
 * HELM's text normalisation: lower case, ASCII punctuation deleted, the articles a, an, the taken
 * out as whole words, white space collapsed.
 */
final class Normalizer {

  private final String text;
  private final boolean dropArticles;

  /** What is kept so far. */
  private final char[] kept;

  private int size;

  /** Whether white space was left out since. */
  private boolean gap;

  /** Where the word that is being read starts; -1 outside of words. */
  private int wordStart = -1;

  /** Size before that word and the blank in front of it. */
  private int sizeBefore;

  private Normalizer(String text, boolean dropArticles) {
    this.text = PythonText.lower(text);
    this.dropArticles = dropArticles;
    this.kept = new char[this.text.length()];
  }

  static String normalize(String text) {
    return new Normalizer(text, true).normalized();
  }

  static String normalizeKeepingArticles(String text) {
    return new Normalizer(text, false).normalized();
  }

  /** Distinct words of the normalised text. */
  static Set<String> tokens(String text) {
    return new HashSet<>(PythonText.words(normalize(text)));
  }

  private static boolean isPunctuation(char c) {
    return c > ' '
        && c < 0x7f
        && !(c >= '0' && c <= '9')
        && !(c >= 'a' && c <= 'z')
        && !(c >= 'A' && c <= 'Z');
  }

  /** All in one pass: each of these steps on its own costs as much as the whole. */
  private String normalized() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        int codePoint = text.codePointAt(i);
        take(c, PythonText.isWord(codePoint));
        if (Character.charCount(codePoint) > 1) {
          kept[size++] = text.charAt(++i);
        }
      } else if (PythonText.isSpace(c)) {
        endWord();
        gap = size > 0;
      } else if (!isPunctuation(c)) {
        take(c, PythonText.isWord(c));
      }
    }
    endWord();
    return new String(kept, 0, size);
  }

  private void take(char c, boolean inWord) {
    if (!inWord) {
      endWord();
    }
    boolean starts = inWord && wordStart < 0;
    if (starts) {
      sizeBefore = size;
    }
    if (gap) {
      kept[size++] = ' ';
      gap = false;
    }
    if (starts) {
      wordStart = size;
    }
    kept[size++] = c;
  }

  /** An article turns into white space. */
  private void endWord() {
    if (dropArticles && wordStart >= 0 && isArticle(kept, wordStart, size)) {
      size = sizeBefore;
      gap = size > 0;
    }
    wordStart = -1;
  }

  private static boolean isArticle(char[] word, int start, int end) {
    return switch (end - start) {
      case 1 -> word[start] == 'a';
      case 2 -> word[start] == 'a' && word[start + 1] == 'n';
      case 3 -> word[start] == 't' && word[start + 1] == 'h' && word[start + 2] == 'e';
      default -> false;
    };
  }
}

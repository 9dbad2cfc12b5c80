package dev.regatta.aggregator.metric;

import java.util.HashSet;
import java.util.Set;

/**
 * HELM's text normalisation: lower case, ASCII punctuation deleted, the articles a, an, the taken
 * out as whole words, white space collapsed.
 */
final class Normalizer {

  private Normalizer() {}

  static String normalize(String text) {
    String bare = withoutPunctuation(PythonText.lower(text));
    return collapse(withoutArticles(bare));
  }

  static String normalizeKeepingArticles(String text) {
    return collapse(withoutPunctuation(PythonText.lower(text)));
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

  private static String withoutPunctuation(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPunctuation(c)) {
        kept.append(c);
      }
    }
    return kept.length() == text.length() ? text : kept.toString();
  }

  private static String withoutArticles(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length()) {
        int codePoint = text.codePointAt(end);
        if (!PythonText.isWord(codePoint)) {
          break;
        }
        end += Character.charCount(codePoint);
      }
      if (end > i) {
        if (isArticle(text, i, end)) {
          kept.append(' ');
        } else {
          kept.append(text, i, end);
        }
        i = end;
      } else {
        int codePoint = text.codePointAt(i);
        kept.appendCodePoint(codePoint);
        i += Character.charCount(codePoint);
      }
    }
    return kept.toString();
  }

  private static boolean isArticle(String text, int start, int end) {
    return switch (end - start) {
      case 1 -> text.charAt(start) == 'a';
      case 2 -> text.startsWith("an", start);
      case 3 -> text.startsWith("the", start);
      default -> false;
    };
  }

  private static String collapse(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (PythonText.isSpace(c)) {
        gap = kept.length() > 0;
      } else {
        if (gap) {
          kept.append(' ');
          gap = false;
        }
        kept.append(c);
      }
    }
    return kept.toString();
  }
}

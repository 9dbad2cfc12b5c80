package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.random.PythonRandom;
import java.util.Collection;

/** Replaces phrases that stand between word boundaries, Python's {@code \b(a|b|...)\b}. */
final class WordRewriter implements Rewriter {

  /** The replacement of a phrase as it was found. */
  interface Replacement {
    String of(String found, PythonRandom random);
  }

  private final PhraseMatcher phrases;
  private final Replacement replacement;

  WordRewriter(Collection<String> phrases, boolean ignoreCase, Replacement replacement) {
    this(phrases, ignoreCase, PythonText::isWordBoundary, replacement);
  }

  /**
   * @param end accepts word boundaries only
   */
  WordRewriter(
      Collection<String> phrases,
      boolean ignoreCase,
      PhraseMatcher.End end,
      Replacement replacement) {
    this.phrases = new PhraseMatcher(phrases, PythonText::isWord, ignoreCase, end);
    this.replacement = replacement;
  }

  @Override
  public String rewrite(String text, PythonRandom random) {
    StringBuilder result = new StringBuilder(text.length());
    int done = 0;
    int position = 0;
    while (position < text.length()) {
      int end = PythonText.isWordBoundary(text, position) ? phrases.match(text, position) : -1;
      if (end < 0) {
        position += Character.charCount(text.codePointAt(position));
      } else {
        result.append(text, done, position);
        result.append(replacement.of(text.substring(position, end), random));
        done = end;
        position = end;
      }
    }
    return result.append(text, done, text.length()).toString();
  }
}

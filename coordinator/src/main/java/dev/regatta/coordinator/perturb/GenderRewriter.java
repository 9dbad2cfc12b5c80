package dev.regatta.coordinator.perturb;

import dev.regatta.coordinator.random.PythonRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Swaps gendered words, one pair after the other over the whole text. A word at the very start or
 * end of the text is never replaced, and of two hits that share one separator only the first.
 */
final class GenderRewriter implements Rewriter {

  /** A word and what replaces it. */
  record Pair(String source, String target) {
    Pair reversed() {
      return new Pair(target, source);
    }
  }

  private final List<Pair> pairs;
  private final double probability;

  GenderRewriter(List<Pair> forward, boolean bidirectional, double probability) {
    List<Pair> all = new ArrayList<>(forward);
    if (bidirectional) {
      forward.forEach(pair -> all.add(pair.reversed()));
    }
    this.pairs = List.copyOf(all);
    this.probability = probability;
  }

  @Override
  public String rewrite(String text, PythonRandom random) {
    String result = text;
    for (Pair pair : pairs) {
      result = replace(result, pair, random);
    }
    return result;
  }

  private String replace(String text, Pair pair, PythonRandom random) {
    StringBuilder result = null;
    int done = 0;
    int length = pair.source().length();
    for (int start = 1; start + length < text.length(); start++) {
      if (text.regionMatches(true, start, pair.source(), 0, length)
          && isSeparate(text, start, length)) {
        if (random.uniform(0, 1) < probability) {
          result = result == null ? new StringBuilder(text.length()) : result;
          String word = text.substring(start, start + length);
          result.append(text, done, start).append(PythonText.matchCase(word, pair.target()));
          done = start + length;
        }
        // The separator behind belongs to this hit, so that the next one needs another before it.
        start += length + Character.charCount(text.codePointAt(start + length));
      }
    }
    return result == null ? text : result.append(text, done, text.length()).toString();
  }

  private static boolean isSeparate(String text, int start, int length) {
    return !PythonText.isWord(text.codePointBefore(start))
        && !PythonText.isWord(text.codePointAt(start + length));
  }
}

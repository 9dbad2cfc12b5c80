package dev.regatta.worker;

import java.util.Collection;
import java.util.Comparator;

/** The nearest of the known names to a mistyped one. */
public final class Suggestion {
  private Suggestion() {}

  /** A clause to append to a message: the nearest name where one is near, else all of them. */
  public static String among(String given, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(given, name)))
        .filter(name -> distance(given, name) <= Math.max(2, given.length() / 3))
        .map(name -> ", did you mean '" + name + "'?")
        .orElse(" (known: " + String.join(", ", known) + ")");
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}

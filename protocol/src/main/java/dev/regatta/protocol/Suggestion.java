package dev.regatta.protocol;

import java.util.Collection;
import java.util.Comparator;

/** What a mistyped name was most likely meant to be. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * A clause to append to a message about an unknown name: {@code "; did you mean 'slots'?"} where
   * a known name is near, else {@code " (known: batch, slots)"}.
   */
  public static String among(String value, Collection<String> known) {
    String nearest = nearest(value, known);
    if (!nearest.isEmpty()) {
      return "; did you mean '" + nearest + "'?";
    }
    return known.isEmpty() ? " (there are none)" : " (known: " + String.join(", ", known) + ")";
  }

  /**
   * The first of the known names that the fewest edits lead to, or empty text where all are far
   * off: more than two edits and more than a third of their letters, or nothing in common.
   */
  public static String nearest(String value, Collection<String> known) {
    return known.stream()
        .filter(name -> near(value, name))
        .min(Comparator.comparingInt(name -> edits(value, name)))
        .orElse("");
  }

  private static boolean near(String value, String name) {
    int edits = edits(value, name);
    return edits <= Math.max(2, name.length() / 3)
        && edits < Math.max(value.length(), name.length());
  }

  /** Levenshtein's distance, case ignored. */
  static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (same(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static boolean same(char a, char b) {
    return Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}

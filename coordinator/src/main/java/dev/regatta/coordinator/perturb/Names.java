package dev.regatta.coordinator.perturb;

import java.util.Collection;
import java.util.Comparator;

/** Help for a name that was misspelt. */
final class Names {
  private Names() {}

  /** The known names, the nearest one first if it is near. */
  static String hint(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return " (it has none)";
    }
    String nearest =
        known.stream().min(Comparator.comparingInt(other -> distance(name, other))).orElseThrow();
    String guess =
        distance(name, nearest) <= Math.max(2, name.length() / 3)
            ? ", did you mean " + nearest + "?"
            : "";
    return guess + " (known: " + String.join(", ", known) + ")";
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}

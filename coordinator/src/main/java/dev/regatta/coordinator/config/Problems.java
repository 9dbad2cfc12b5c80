package dev.regatta.coordinator.config;

import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects everything that is wrong with a set of files, to be told at once. */
public final class Problems {
  private final List<Problem> problems = new ArrayList<>();

  public void add(Problem problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** All problems by file (in the order of their first problem), line and column. */
  public List<Problem> all() {
    List<String> files = problems.stream().map(Problem::file).distinct().toList();
    return problems.stream()
        .sorted(
            Comparator.comparing((Problem p) -> files.indexOf(p.file()))
                .thenComparing(Problem::line)
                .thenComparing(Problem::column))
        .toList();
  }

  /**
   * @throws RegattaException of category USER, one line per problem, where there are any
   */
  public void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    throw RegattaException.user(
        all().stream().map(Problem::text).collect(Collectors.joining("\n", count + ":\n", "")));
  }

  /**
   * The candidate with the fewest edits from {@code text}, or empty text where all are far off
   * (more than two edits and more than a third of their letters).
   */
  public static String nearest(String text, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> edits(text, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> edits(text, candidate)))
        .orElse("");
  }

  /** Levenshtein distance, case ignored. */
  private static int edits(String a, String b) {
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

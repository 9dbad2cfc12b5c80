package dev.regatta.coordinator.config;

import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
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
}

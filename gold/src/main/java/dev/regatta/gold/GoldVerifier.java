package dev.regatta.gold;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds gold below a directory and runs the checks of it. */
public final class GoldVerifier {
  private static final String GOLD = "gold_";

  private final List<GoldCheck> checks;

  /**
   * @param checks all kinds of gold that are known; a file may be of several
   */
  public GoldVerifier(List<GoldCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  private record Found(GoldCheck check, Path gold, String file) {}

  /**
   * Runs every check that has something to compare.
   *
   * @param directory a directory, or a single file
   * @param only part of a file's path or of a kind's name; case does not matter
   * @param progress is told of each file before it is checked
   * @throws RegattaException USER where there is no such directory, no gold in it, or none that
   *     {@code only} wants
   */
  public GoldReport verify(Path directory, Optional<String> only, Consumer<String> progress) {
    if (!Files.exists(directory)) {
      throw RegattaException.user(directory + ": no such directory (expected: one with gold)");
    }
    List<Path> unclaimed = new ArrayList<>();
    List<Found> all = find(directory, unclaimed);
    if (all.isEmpty()) {
      throw RegattaException.user(
          directory + ": no gold in it (known kinds: " + kinds() + "; see --help)");
    }
    List<Found> wanted = all.stream().filter(found -> wanted(found, only)).toList();
    if (wanted.isEmpty()) {
      throw RegattaException.user(
          "--only " + only.get() + ": nothing of that name (there are: " + names(all) + ")");
    }
    List<GoldResult> results = new ArrayList<>();
    for (Found found : wanted) {
      progress.accept(found.file());
      results.add(result(found));
    }
    return new GoldReport(
        results,
        only.isPresent()
            ? List.of()
            : unclaimed.stream().map(file -> relative(directory, file)).toList());
  }

  private static boolean wanted(Found found, Optional<String> only) {
    return only.map(text -> text.toLowerCase(Locale.ROOT))
        .filter(
            text ->
                !found.file().toLowerCase(Locale.ROOT).contains(text)
                    && !found.check().kind().contains(text))
        .isEmpty();
  }

  private static GoldResult result(Found found) {
    Findings findings = new Findings();
    try {
      found.check().check(found.gold(), findings);
    } catch (RuntimeException e) {
      findings.fail("(all)", found.file(), found.check().about(), Findings.problem(e));
    }
    return new GoldResult(found.file(), found.check().kind(), findings.results());
  }

  /**
   * Also finds what is of no kind: files of cases beside recognised ones, and directories that say
   * that they are gold and have none that is known.
   */
  private List<Found> find(Path directory, List<Path> unclaimed) {
    List<Found> all = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path path : paths(directory)) {
      int before = all.size();
      for (GoldCheck check : checks) {
        if (check.recognises(path) && !below(path, check, all)) {
          all.add(new Found(check, path, relative(directory, path)));
        }
      }
      String name = path.getFileName().toString();
      if (all.size() == before && (name.endsWith(".jsonl") || name.startsWith(GOLD))) {
        others.add(path);
      }
    }
    others.stream()
        .filter(path -> Files.isDirectory(path) ? isBare(path, all) : hasKin(path, all))
        .forEach(unclaimed::add);
    return all;
  }

  private static boolean below(Path path, GoldCheck check, List<Found> all) {
    return all.stream().anyMatch(f -> f.check() == check && path.startsWith(f.gold()));
  }

  private static boolean isBare(Path directory, List<Found> all) {
    return all.stream().noneMatch(found -> found.gold().startsWith(directory));
  }

  /** Whether gold lies beside a file, and the file is not the data of that gold. */
  private static boolean hasKin(Path path, List<Found> all) {
    String name = path.getFileName().toString();
    List<String> beside =
        all.stream()
            .map(Found::gold)
            .filter(gold -> gold.resolveSibling(name).equals(path) && Files.isRegularFile(gold))
            .map(gold -> gold.getFileName().toString().replaceFirst("\\.jsonl.*", ""))
            .toList();
    return !beside.isEmpty()
        && beside.stream().noneMatch(n -> name.startsWith(n + LinesCheck.DATA));
  }

  private static List<Path> paths(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.comparing(Path::toString)).toList();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot look into " + directory, e);
    }
  }

  private static String relative(Path directory, Path path) {
    String relative = directory.relativize(path).toString();
    return relative.isEmpty() ? String.valueOf(path.getFileName()) : relative;
  }

  private String kinds() {
    return String.join(", ", checks.stream().map(GoldCheck::kind).sorted().toList());
  }

  private static String names(List<Found> all) {
    return String.join(", ", all.stream().map(Found::file).distinct().toList());
  }
}
